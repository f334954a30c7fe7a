import type { Log } from "tidemark";
import type { Stored } from "tidemark/exercises";
import type { Immediate, Program } from "tidemark/grading";
import type { Verdict } from "tidemark/sim";
import { bytesOf, recordsFrom, textOf, unfinished } from "../_on-a-log.js";
import { keysOf, lastWord, shown } from "./_logs.js";
import { type Change, storedIn, tableTopic, toRecord } from "./_on-a-log.js";
import type { Contract as Compact } from "./compact.js";

const deleteRetentionMs = 10;
/** Each cleans what the one before has left. */
const cleanings = [
  { activeFrom: 8, now: 20, deleteRetentionMs },
  { activeFrom: 11, now: 31, deleteRetentionMs },
];
const berths: readonly Change[] = [
  ["alma", "A1", 9],
  ["brig", "B1", 2],
  ["cara", "C1", 3],
  ["alma", "A2", 4],
  ["constructor", "", 5],
  ["brig", null, 14],
  ["cara", null, 10],
  ["dory", "D1", 6],
  ["alma", "A3", 12],
  ["elva", null, 7],
  ["dory", null, 21],
  ["alma", "A4", 28],
];
const original = berths.map(([key, value, ts], offset): Stored => ({ partition: 0, offset, key, value, ts }));
/** A reader that had come so far when the log was cleaned. */
const readBefore = 2;
/** By offset: what each cleaning leaves. */
const left = [
  [3, 4, 5, 7, 8, 9, 10, 11],
  [4, 8, 11],
];

type Cleaned = readonly (readonly Stored[])[];

/** A cleaner that writes the log anew, in a transaction for each cleaning. */
export const cleaned = ({ compact }: Immediate<Compact>): Program<Cleaned> => ({
  expected: "shorter logs that amount to the same table for every reader",
  async prepare(log, prefix) {
    await log.createTopics([tableTopic(`${prefix}-log`), { name: `${prefix}-cleaned`, partitions: cleanings.length }]);
    const producer = await log.producer();
    await producer.send(berths.map((change) => toRecord(`${prefix}-log`, change)));
    await producer.close();
  },
  async run(log, prefix) {
    const producer = await log.transactionalProducer(`${prefix}-cleaner`);
    let records: readonly Stored[] = await storedIn(log, `${prefix}-log`);
    for (const [partition, options] of cleanings.entries()) {
      const done = await cleanedIn(log, prefix, partition);
      if (done.length === 0) {
        const transaction = await producer.begin();
        await transaction.send(
          compact(records, options).map((record) => {
            return { topic: `${prefix}-cleaned`, partition, key: null, value: bytesOf(JSON.stringify(record)) };
          }),
        );
        await transaction.commit();
      }
      records = await cleanedIn(log, prefix, partition);
    }
    await producer.close();
  },
  observe: (log, prefix) => Promise.all(cleanings.map((_, partition) => cleanedIn(log, prefix, partition))),
  judge: (logs, end) => unfinished(end) ?? wrongTable(logs) ?? wrongOffsets(logs),
});

const cleanedIn = async (log: Log, prefix: string, partition: number): Promise<Stored[]> =>
  (await recordsFrom(log, `${prefix}-cleaned`, partition)).map(({ value }) => JSON.parse(textOf(value)) as Stored);

/** What readers come to believe: one of the first cleaning that had begun before it, and one of each from the start. */
function wrongTable(logs: Cleaned): Verdict | null {
  const [first = []] = logs;
  const halfway = [...original.slice(0, readBefore), ...first.filter(({ offset }) => offset >= readBefore)];
  const readers = [
    [`who was at offset ${readBefore} when the log was cleaned`, halfway],
    ...logs.map((log, index) => [`of cleaning ${index + 1}`, log] as const),
  ] as const;
  for (const [who, read] of readers) {
    for (const key of keysOf(original)) {
      const [expected, got] = [lastWord(original, key) ?? null, lastWord(read, key) ?? null];
      if (expected === got) continue;
      const anomaly = expected === null ? "resurrected" : got === null ? "lost" : "stale-read";
      return { anomaly, message: `for a reader ${who}, ${key} is ${shown(got)}, not ${shown(expected)}` };
    }
  }
  return null;
}

function wrongOffsets(logs: Cleaned): Verdict | null {
  for (const [index, log] of logs.entries()) {
    const offsets = log.map(({ offset }) => offset);
    const right = left[index] ?? [];
    if (`${offsets}` === `${right}`) continue;
    const gone = right.some((offset) => !offsets.includes(offset));
    const kept = offsets.some((offset) => !right.includes(offset));
    const twice = new Set(offsets).size < offsets.length;
    return {
      anomaly: twice
        ? "duplicated"
        : gone && kept
          ? "wrong-value"
          : gone
            ? "lost"
            : kept
              ? "unbounded-state"
              : "reordered",
      message: `cleaning ${index + 1} leaves the offsets ${offsets.join(" ")}, not ${right.join(" ")}`,
    };
  }
  return null;
}
