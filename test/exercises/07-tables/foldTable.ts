import type { Stored } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  crowd,
  exercise,
  type Finding,
  fc,
  list,
  show,
  type Timeline,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { drawn, keysOf, lastWord, numbered, shown, values } from "./_logs.js";
import { remembered } from "./_remembering.js";

export interface Contract {
  foldTable(log: readonly Stored[]): Map<string, string>;
}

const { grader, property, example } = exercise<Contract>();

type Table = ReadonlyMap<string, string>;

/** What the table should say of a key: asked of the log's end, key by key. */
const right = (log: readonly Stored[], key: string): string | undefined => lastWord(log, key) ?? undefined;

/** The whole table, to show and to compare. */
const rightTable = (log: readonly Stored[]): Map<string, string> =>
  new Map(keysOf(log).flatMap((key) => (right(log, key) === undefined ? [] : [[key, right(log, key) as string]])));

function draw(log: readonly Stored[], key: string, got: Table): Timeline {
  const ofKey = log.filter((record) => record.key === key);
  const rows = (ofKey.length === 0 ? log : ofKey).slice(-5);
  return [
    ...rows.map(({ offset, key, value, ts }) => ({ offset, key: show(key), value: shown(value), ts })),
    {
      offset: undefined,
      key: show(key),
      value: "in table",
      out: shown(got.get(key)),
      right: shown(right(log, key)),
      wrong: true,
    },
  ];
}

/** The first key of which the table says something else than the log, among those that `when` is about. */
async function says(
  code: Code<Contract>,
  log: readonly Stored[],
  anomaly: Anomaly,
  when: (key: string, got: Table) => boolean,
): Promise<Finding | undefined> {
  const got = await code.foldTable(log);
  if (!(got instanceof Map)) {
    return { expected: rightTable(log), got, anomaly: "wrong-value", note: "The answer has to be a Map." };
  }
  const keys = [...new Set([...keysOf(log), ...got.keys()])];
  // With has(): a key that is there with nothing behind it is there.
  const wrong = keys.find(
    (key) => (got.get(key) !== right(log, key) || got.has(key) !== (right(log, key) !== undefined)) && when(key, got),
  );
  if (wrong === undefined) return undefined;
  return { expected: rightTable(log), got, anomaly, timeline: draw(log, wrong, got) };
}

const logs = list(drawn(), 1).map((records) => numbered(records));
const living = list(drawn({ value: values.filter((value) => value !== null) }), 1).map((records) => numbered(records));

const someKey = (log: readonly Stored[], when: (ofKey: readonly Stored[]) => boolean): boolean =>
  keysOf(log).some((key) => when(log.filter((record) => record.key === key)));

export default grader({
  title: "the table that a log of changes amounts to",
  whenThrown: "lost",
  exports: { foldTable: "function" },
  properties: {
    byOffset: property({
      says: "The record with the higher offset wins, also when its time is older.",
      given: living,
      cover: {
        "an older time at the higher offset": [
          0.3,
          (log) =>
            someKey(
              log,
              (ofKey) => ofKey.length > 1 && (ofKey.at(-1)?.ts ?? 0) < Math.max(...ofKey.map((one) => one.ts)),
            ),
        ],
        "one key written twice": [0.5, (log) => someKey(log, ({ length }) => length > 1)],
      },
      check: (code, log) => says(code, log, "stale-read", (key, got) => got.has(key)),
    }),
    anyText: property({
      says: "Every text is a value, the empty one too, and every text is a key.",
      given: living,
      cover: {
        "an empty value": [0.05, (log) => keysOf(log).some((key) => lastWord(log, key) === "")],
        "a key that every object has": [0.1, (log) => keysOf(log).some((key) => key in {})],
      },
      check: (code, log) => says(code, log, "lost", (key, got) => !got.has(key)),
    }),
    deleted: property({
      says: "A key whose last record is a tombstone is not in the table.",
      given: logs,
      cover: {
        "a key that was written, then deleted": [
          0.3,
          (log) => someKey(log, (ofKey) => ofKey.length > 1 && ofKey.at(-1)?.value === null),
        ],
        "a tombstone for a key that never was": [0.3, (log) => someKey(log, ([first]) => first?.value === null)],
      },
      check: (code, log) => says(code, log, "resurrected", (key, got) => lastWord(log, key) === null && got.has(key)),
    }),
    writtenAgain: property({
      says: "A key that was deleted and then written again is there, and a tombstone deletes no other key.",
      given: logs,
      cover: {
        "a key written after its deletion": [
          0.2,
          (log) => someKey(log, (ofKey) => ofKey.some(({ value }) => value === null) && ofKey.at(-1)?.value !== null),
        ],
      },
      check: (code, log) => says(code, log, "lost", (key, got) => lastWord(log, key) !== null && !got.has(key)),
    }),
    inPieces: property({
      says: "A log may be folded in pieces: the table of the first one, then the records of the second.",
      given: fc.record({ first: list(drawn()), second: list(drawn()) }),
      async check(code, { first, second }) {
        const log = numbered([...first, ...second]);
        const rest = log.slice(first.length);
        const table = await code.foldTable(log.slice(0, first.length));
        if (!(table instanceof Map)) return await says(code, log, "wrong-value", () => true);
        const asLog = [...table].map(([key, value], offset) => ({ partition: 0, offset, key, value, ts: 0 }));
        return await says(
          code,
          [...asLog, ...rest.map((record) => ({ ...record, offset: record.offset + asLog.length }))],
          "wrong-value",
          () => true,
        );
      },
    }),
    many: property({
      says: "However many records a log has, and however large its offsets, each key has its last value.",
      given: crowd(drawn()).map((records) =>
        numbered(
          records.map((record, index) => ({ ...record, key: `key ${index % 70}`, value: `value ${index}` })),
          2 ** 31 - 20,
        ),
      ),
      runs: 15,
      check: (code, log) => says(code, log, "stale-read", () => true),
    }),
    exactly: property({
      says: "The table has each key that there is with the last value written to it, and nothing else.",
      given: logs,
      check: (code, log) => says(code, log, "wrong-value", () => true),
    }),
  },
  examples: [
    example({
      says: "The lesson's accounts: 1 is written twice, 2 is closed, 3 is closed and opened again.",
      check: (code) => {
        const write = (offset: number, key: string, value: string | null): Stored => ({
          partition: 0,
          offset,
          key,
          value,
          ts: offset,
        });
        const log = [
          write(0, "1", "100"),
          write(1, "2", "50"),
          write(2, "3", "75"),
          write(3, "2", null),
          write(4, "3", null),
          write(5, "1", "150"),
          write(6, "3", "20"),
        ];
        return says(code, log, "wrong-value", () => true);
      },
    }),
  ],
  integration: crashing(
    "A task that reads its table back from the changelog goes on as if it had never stopped, wherever it crashes.",
    ["foldTable"],
    remembered,
  ),
  hints: {
    general: [
      "Take one key. Which of its records decides what the table says of it?",
      "Go through the log once, from its start, and let each record change the table: write, or delete.",
      "for (const { key, value } of log) value === null ? table.delete(key) : table.set(key, value)",
    ],
    byOffset: [
      "Which of this key's records was appended last? Look at the offsets.",
      "A writer's clock may be behind. The log's own order is the only one that all readers agree on, so time plays no part.",
      "Take the records as they come: a later one overwrites, always.",
    ],
    anyText: [
      'Is "" a value, and is "constructor" a key like any other?',
      "Only null deletes. And a plain object has names in it before you put one in: use a Map.",
      "if (value === null) delete, and in every other case table.set(key, value)",
    ],
    deleted: [
      "What does a null say, and what is in your table of this key after it?",
      "A tombstone is not a value and no record to skip: it takes the key away.",
      "if (value === null) table.delete(key)",
    ],
    writtenAgain: [
      "What came after the tombstone of this key?",
      "A deletion holds until the next write to the same key, and for that key alone.",
      "Do not collect the deleted keys for later: delete at the tombstone, write at the next record.",
    ],
  },
});
