import { type Anomaly, type Code, exercise, type Finding, fc, list, same, type Timeline } from "tidemark/grading";

interface Row {
  readonly key: string;
  readonly revision: number;
  readonly amount: number;
}
interface Saved {
  readonly table: Readonly<Record<string, Row>>;
  readonly lastBatch: number;
}
interface Batch {
  readonly id: number;
  readonly rows: readonly Row[];
}

export interface Contract {
  upsertBatch(saved: Saved, batch: Batch): Saved;
}

const { grader, property, example } = exercise<Contract>();

const keys = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "c") },
  { weight: 1, arbitrary: fc.constantFrom("constructor", "hasOwnProperty", "", "10", "9") },
);
const row: fc.Arbitrary<Row> = fc.record({ key: keys, revision: fc.nat(3), amount: fc.integer({ min: -9, max: 9 }) });
const rows = list(row, 0, 4);

/** The table as a map, changed by a batch. */
function after({ table, lastBatch }: Saved, { id, rows }: Batch): Saved {
  if (id <= lastBatch) return { table, lastBatch };
  const map = new Map(Object.entries(table));
  for (const one of rows) if ((map.get(one.key)?.revision ?? -1) <= one.revision) map.set(one.key, one);
  return { table: Object.fromEntries(map), lastBatch: id };
}

const start: Saved = { table: {}, lastBatch: -1 };
const shown = ({ key, revision, amount }: Row): string => `${key || '""'} r${revision}: ${amount}`;
const rowsOf = (some: readonly Row[]): string => some.map(shown).join(", ") || "(none)";
const said = ({ table, lastBatch }: Saved): string => `last ${lastBatch}; ${rowsOf(Object.values(table))}`;

/** Writes batches one after the other; the first answer that differs from the model is the finding. */
async function follows(
  code: Code<Contract>,
  from: Saved,
  batches: readonly Batch[],
  anomaly: Judge,
): Promise<Finding | undefined> {
  let saved = from;
  const timeline: Timeline[number][] = [];
  for (const batch of batches) {
    const right = after(saved, batch);
    const got = await code.upsertBatch(saved, batch);
    const agrees = same(right, got);
    timeline.push({
      batch: batch.id,
      rows: rowsOf(batch.rows),
      out: agrees ? "" : said(got),
      right: said(right),
      wrong: !agrees,
    });
    if (!agrees) return { expected: right, got, anomaly: anomaly(saved, right, got), timeline };
    saved = right;
  }
  return undefined;
}

type Judge = (before: Saved, right: Saved, got: Saved) => Anomaly;

const always =
  (anomaly: Anomaly): Judge =>
  () =>
    anomaly;

const ordinary = fc.constantFrom("a", "b", "c", "10", "9");
/** Rows of different, ordinary keys. */
const apart = fc.uniqueArray(
  fc.record({ key: ordinary, revision: fc.nat(3), amount: fc.integer({ min: -9, max: 9 }) }),
  {
    maxLength: 4,
    selector: ({ key }) => key,
  },
);
const some = (least: number) => apart.filter((rows) => rows.length >= least);

/** Two rows of one key, in two batches. */
const revised = fc.record({
  key: ordinary,
  first: fc.nat(3),
  second: fc.nat(3),
  one: fc.integer({ min: 1, max: 4 }),
  two: fc.integer({ min: 5, max: 9 }),
});

export default grader({
  title: "a batch in a table, once",
  exports: { upsertBatch: "function" },
  properties: {
    bothTogether: property({
      says: "After a batch, its rows and its id are there, both; also when it is empty or an id was left out.",
      given: fc.record({
        lastBatch: fc.integer({ min: -1, max: 60 }),
        more: fc.integer({ min: 1, max: 3 }),
        rows: apart,
      }),
      cover: { empty: [0.1, (one) => one.rows.length === 0], gap: [0.3, ({ more }) => more > 1] },
      check: (code, { lastBatch, more, rows: them }) =>
        follows(code, { table: {}, lastBatch }, [{ id: lastBatch + more, rows: them }], always("half-applied")),
    }),
    onceOnly: property({
      says: "A batch whose id is not above the last one changes nothing, whatever it holds.",
      given: fc.record({ id: fc.nat(5), back: fc.nat(3), first: apart, other: some(1) }),
      cover: { "the same id": [0.15, ({ back }) => back === 0] },
      check: (code, { id, back, first, other }) =>
        follows(
          code,
          start,
          [
            { id, rows: first },
            { id: Math.max(0, id - back), rows: other },
          ],
          always("duplicated"),
        ),
    }),
    othersStay: property({
      says: "Rows of other keys stay as they are.",
      given: fc.record({ rows: some(2), at: fc.integer({ min: 1, max: 3 }) }),
      check: (code, { rows: them, at }) =>
        follows(
          code,
          start,
          [
            { id: 0, rows: them.slice(0, at) },
            { id: 1, rows: them.slice(at) },
          ],
          always("lost"),
        ),
    }),
    anyName: property({
      says: "A key may be any text, also one that every object inherits.",
      given: fc.record({ key: fc.constantFrom("constructor", "hasOwnProperty", "toString", ""), revision: fc.nat(3) }),
      check: (code, { key, revision }) =>
        follows(code, start, [{ id: 0, rows: [{ key, revision, amount: 5 }] }], always("lost")),
    }),
    newestStays: property({
      says: "Of two rows of one key the newer revision stays, and of equal ones the later.",
      given: revised,
      cover: {
        older: [0.2, ({ first, second }) => second < first],
        equal: [0.1, ({ first, second }) => second === first],
      },
      check(code, { key, first, second, one, two }) {
        const rows = [
          { key, revision: first, amount: one },
          { key, revision: second, amount: two },
        ];
        const batches = rows.map((row, id) => ({ id, rows: [row] }));
        return follows(code, start, batches, (_before, _right, got) =>
          rows.some((row) => same(row, got.table[key])) ? "stale-read" : "wrong-value",
        );
      },
    }),
    asTheModel: property({
      says: "Over any batches, the table is as if each had come once.",
      given: list(fc.record({ id: fc.nat(6), rows }), 0, 12),
      check: (code, batches) => follows(code, start, batches, always("wrong-value")),
    }),
  },
  examples: [
    example({
      says: "The lesson's batch: 0 to 2, then 1 to 3 under the same id changes nothing.",
      check: (code) => {
        const of = (...amounts: number[]): Row[] =>
          amounts.map((amount) => ({ key: `k${amount}`, revision: 0, amount }));
        const batches = [
          { id: 0, rows: of(0, 1, 2) },
          { id: 0, rows: of(1, 2, 3) },
        ];
        return follows(code, start, batches, () => "duplicated");
      },
    }),
  ],
  hints: {
    general: [
      "Which two things does the sink save, and what happens when only one of them is saved?",
      "First ask whether the batch is known. If not, make a new table and return it together with the batch's id.",
      "if (batch.id <= saved.lastBatch) return saved; copy the table; for each row compare revisions; return { table, lastBatch: batch.id }.",
    ],
    newestStays: [
      "What was in the table under this key, and which of the two is newer?",
      "A row that is there stays only when its revision is larger. Inherited names such as constructor are no rows.",
      "const known = Object.hasOwn(table, key) ? table[key] : undefined; put the row when known is undefined or row.revision >= known.revision.",
    ],
    onceOnly: [
      "Has the sink seen this id before? What did it hold then, and what does it hold now?",
      "The id decides, not the rows: after a crash the same id may come with other rows.",
      "if (batch.id <= saved.lastBatch) return saved;",
    ],
    bothTogether: [
      "After this call, which id would a restarted program find?",
      "Rows and id are one value: what you return is saved by one write. An empty batch is a batch.",
      "return { table, lastBatch: batch.id };",
    ],
    anyName: [
      "What does table[key] answer for a key that nobody has put there, such as constructor?",
      "Every object inherits some names. They are no rows.",
      "Object.hasOwn(table, key) ? table[key] : undefined",
    ],
    othersStay: [
      "Which rows were in the table before this batch?",
      "Begin with a copy of the table, not with an empty one.",
      "const table = { ...saved.table };",
    ],
  },
});
