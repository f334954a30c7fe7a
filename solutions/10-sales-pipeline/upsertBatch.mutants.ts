import type { Mutants } from "tidemark/grading";

export default {
  addsAmounts: {
    says: "Adds to the amount that is there.",
    dies: "newestStays",
    anomaly: "wrong-value",
    change: [
      { find: "table[row.key] = row;", put: "table[row.key] = { ...row, amount: row.amount + (known?.amount ?? 0) };" },
    ],
  },
  againWhenEqual: {
    says: "Takes a batch of the last id for a new one.",
    dies: "onceOnly",
    anomaly: "duplicated",
    change: [{ find: "batch.id <= saved.lastBatch", put: "batch.id < saved.lastBatch" }],
  },
  neverLooks: {
    says: "Does not look at the id.",
    dies: "onceOnly",
    anomaly: "duplicated",
    change: [
      { find: "  if (batch.id <= saved.lastBatch) return saved;\n", put: "" },
      { find: "lastBatch: batch.id }", put: "lastBatch: Math.max(saved.lastBatch, batch.id) }" },
    ],
  },
  forgetsTheId: {
    says: "Writes the rows and leaves the id to another write.",
    dies: "bothTogether",
    anomaly: "half-applied",
    change: [{ find: "lastBatch: batch.id }", put: "lastBatch: saved.lastBatch }" }],
  },
  onlyTheId: {
    says: "Saves the id, and leaves the rows to another write.",
    dies: "bothTogether",
    anomaly: "half-applied",
    change: [{ find: "return { table, lastBatch", put: "return { table: saved.table, lastBatch" }],
  },
  emptyIsNone: {
    says: "Takes an empty batch for no batch.",
    dies: "bothTogether",
    anomaly: "half-applied",
    change: [{ find: "batch.id <= saved.lastBatch", put: "batch.id <= saved.lastBatch || batch.rows.length === 0" }],
  },
  lastWins: {
    says: "Lets an older revision replace a newer one.",
    dies: "newestStays",
    anomaly: "stale-read",
    change: [
      { find: "known === undefined || row.revision >= known.revision", put: "known === undefined || row !== known" },
    ],
  },
  keepsEqual: {
    says: "Keeps the first of two rows of one revision.",
    dies: "newestStays",
    anomaly: "stale-read",
    change: [{ find: "row.revision >= known.revision", put: "row.revision > known.revision" }],
  },
  inherited: {
    says: "Finds inherited names in the table.",
    dies: "anyName",
    anomaly: "lost",
    change: [{ find: "Object.hasOwn(table, row.key) ? table[row.key] : undefined", put: "table[row.key]" }],
  },
  freshTable: {
    says: "Begins a new table with each batch.",
    dies: "othersStay",
    anomaly: "lost",
    change: [{ find: "const table = { ...saved.table };", put: "const table: Record<string, Row> = {};" }],
  },
  idCounts: {
    says: "Counts the batches in place of reading their ids.",
    dies: "bothTogether",
    anomaly: "half-applied",
    change: [{ find: "lastBatch: batch.id }", put: "lastBatch: saved.lastBatch + 1 }" }],
  },
} satisfies Mutants;
