import type { Mutants } from "tidemark/grading";

export default {
  byTimestamp: {
    says: "Lets the record with the newest time win: a clock that is behind makes its writer lose.",
    dies: "byOffset",
    anomaly: "stale-read",
    change: [
      {
        find: "for (const { key, value } of log) {",
        put: `
          const newest = new Map<string, number>();
          for (const { key, value, ts } of log) {
            if (ts < (newest.get(key) ?? ts)) continue;
            newest.set(key, ts);
        `,
      },
    ],
  },
  keepsFirst: {
    says: "Keeps the first value of a key, and no later one.",
    dies: "byOffset",
    anomaly: "stale-read",
    change: [{ find: "else table.set(key, value);", put: "else if (!table.has(key)) table.set(key, value);" }],
  },
  ordersByTime: {
    says: "Puts the log into the order of time first.",
    dies: "byOffset",
    anomaly: "stale-read",
    change: [
      {
        find: "for (const { key, value } of log) {",
        put: "for (const { key, value } of log.toSorted((left, right) => left.ts - right.ts)) {",
      },
    ],
  },
  falsyDeletes: {
    says: "Takes the empty text for a tombstone.",
    dies: "anyText",
    anomaly: "lost",
    change: [{ find: "if (value === null) table.delete(key);", put: "if (!value) table.delete(key);" }],
  },
  nullText: {
    says: 'Takes the text "null" for a tombstone as well.',
    dies: "anyText",
    anomaly: "lost",
    change: [
      {
        find: "if (value === null) table.delete(key);",
        put: 'if (value === null || value === "null") table.delete(key);',
      },
    ],
  },
  plainObject: {
    says: 'Folds into a plain object, on which "__proto__" is no ordinary key.',
    dies: "anyText",
    anomaly: "lost",
    of: "c",
    change: [
      {
        find: `
            const last = new Map(log.map((record) => [record.key, record]));
            return new Map([...last].flatMap(([key, { value }]): [string, string][] => (value === null ? [] : [[key, value]])));
          }
        `,
        put: `
            const table: Record<string, string> = {};
            for (const { key, value } of log) {
              if (value === null) delete table[key];
              else table[key] = value;
            }
            return new Map(Object.entries(table));
          }
        `,
      },
    ],
  },
  inherited: {
    says: "Asks a plain object whether a key was decided already: names that every object has always seem to be.",
    dies: "anyText",
    anomaly: "lost",
    of: "b",
    change: [
      { find: "const decided = new Set<string>();", put: "const decided: Record<string, boolean> = {};" },
      { find: "if (decided.has(key)) continue;", put: "if (decided[key]) continue;" },
      { find: "decided.add(key);", put: "decided[key] = true;" },
    ],
  },
  tombstoneStored: {
    says: "Stores a tombstone as if it were a value: the key is still there.",
    dies: "deleted",
    anomaly: "resurrected",
    of: "c",
    change: [
      {
        find: "const last = new Map(log.map((record) => [record.key, record]));",
        put: "const last = new Map<string, unknown>(log.map(({ key, value }) => [key, value]));",
      },
      {
        find: "new Map([...last].flatMap(([key, { value }]): [string, string][] => (value === null ? [] : [[key, value]])))",
        put: "last as Map<string, string>",
      },
    ],
  },
  tombstonesSkipped: {
    says: "Leaves tombstones aside: what was deleted stays.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [
      {
        find: `
          if (value === null) table.delete(key);
          else table.set(key, value);
        `,
        put: "if (value !== null) table.set(key, value);",
      },
    ],
  },
  emptied: {
    says: "Writes an empty text where a tombstone deletes.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [{ find: "if (value === null) table.delete(key);", put: 'if (value === null) table.set(key, "");' }],
  },
  deletedForEver: {
    says: "Takes away at the end whatever was deleted at any time.",
    dies: "writtenAgain",
    anomaly: "lost",
    change: [
      {
        find: `
          if (value === null) table.delete(key);
          else table.set(key, value);
        `,
        put: "if (value !== null) table.set(key, value);",
      },
      {
        find: `
          }
          return table;
        `,
        put: `
          }
          for (const { key, value } of log) if (value === null) table.delete(key);
          return table;
        `,
      },
    ],
  },
  clearsAll: {
    says: "Empties the whole table at a tombstone.",
    dies: "writtenAgain",
    anomaly: "lost",
    change: [{ find: "if (value === null) table.delete(key);", put: "if (value === null) table.clear();" }],
  },
  lastFifty: {
    says: "Folds the last fifty records.",
    dies: "many",
    anomaly: "stale-read",
    change: [{ find: "of log)", put: "of log.slice(-50))" }],
  },
  oneSpelling: {
    says: "Takes two spellings of one letter for the same key.",
    dies: "byOffset",
    anomaly: "stale-read",
    change: [
      {
        find: "for (const { key, value } of log) {",
        put: "for (const { key, value } of log.map((one) => ({ ...one, key: one.key.normalize() }))) {",
      },
    ],
  },
} satisfies Mutants;
