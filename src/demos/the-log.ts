import { textTable } from "../charts/index.js";
import { type Order, orders } from "../datasets/index.js";
import { type Log, LogError, type LogRecord, type Receipt } from "../log/index.js";
import type { Demo, DemoContext } from "./demo.js";
import { deleteTopics, jsonOf, newRecord, readTopic } from "./input.js";
import { type MemberShare, readAsGroup } from "./read-as-group.js";

const SALES = "the-log-sales";
const LATEST = "the-log-latest";
const NOTES = "the-log-notes";
const TOPICS = [
  { name: SALES, partitions: 3 },
  // Compacted as soon as the cleaner comes: a segment is full after half a second.
  {
    name: LATEST,
    partitions: 1,
    config: { "cleanup.policy": "compact", "segment.ms": "500", "min.cleanable.dirty.ratio": "0.01" },
  },
  { name: NOTES, partitions: 1, config: { "max.message.bytes": "1000" } },
];
const COUNT = 300;
/** Seconds for the broker's cleaner, by the log's clock. */
const PATIENCE_S = 60;

/** Lesson 00: receipts, keys, groups, where a new reader begins, a send that fails, and compaction. */
export const theLog: Demo = {
  lesson: "00-the-log",
  summary: "receipts, partitions and keys, groups, a failed send, compaction",
  flags: [],
  pipelines: [],
  async run(context) {
    const { log, signal, keep, out } = context;
    const names = TOPICS.map(({ name }) => name);
    await deleteTopics(log, names); // what a run has left that was killed
    try {
      await log.createTopics(TOPICS);
      const receipts = await sell(log);
      out(`${COUNT} orders sold, the key is the customer; the first five receipts:`);
      out(textTable(receipts.slice(0, 5)));
      const stored = await readTopic(log, SALES);
      const together = keysTogether(stored);
      out(`\n${together.keys} customers, each in one partition, in order: ${together.holds ? "yes" : "NO"}`);

      context.progress("groups are reading");
      const shares: MemberShare[] = [];
      for (const [group, size] of [
        ["ship", 1],
        ["shop", 2],
        ["crowd", 4],
      ] as const) {
        const asked = { topic: SALES, group: `the-log-${group}`, size, total: stored.length };
        shares.push(...(await readAsGroup(log, asked, signal)));
      }
      if (signal.aborted) return { agrees: true, figures: [] };
      out(`\n${textTable(shares.map(shownShare))}`);

      const starts = {
        earliest: await firstRead(log, "earliest", signal),
        latest: await firstRead(log, "latest", signal),
      };
      out(`\na new reader, earliest: reads ${starts.earliest}; latest: reads ${starts.latest}`);
      const refused = await tooLarge(log);
      out(`a note of 2000 bytes where 1000 are allowed: ${refused}`);

      const compaction = await compact(context);
      if (signal.aborted) return { agrees: true, figures: [] };
      out(`compacted: ${compaction.before} records before, ${compaction.after} after, ${compaction.keys} keys`);
      out(`the table folded from either is the same: ${compaction.sameTable ? "yes" : "NO"}`);

      const totals = ["ship", "shop", "crowd"].map((group) =>
        shares.filter((share) => share.group === `the-log-${group}`).reduce((sum, { records }) => sum + records, 0),
      );
      const agrees =
        stored.length === COUNT &&
        together.holds &&
        totals.every((total) => total === COUNT) &&
        starts.earliest === COUNT &&
        starts.latest === 0 &&
        refused === "too-large" &&
        compaction.sameTable &&
        compaction.after < compaction.before;
      const { before, after, keys } = compaction;
      return { agrees, figures: [...shares.map(shownShare), { ...starts }, { before, after, keys }] };
    } finally {
      if (!keep) await deleteTopics(log, names);
    }
  },
};

async function sell(log: Log): Promise<readonly Record<string, string | number>[]> {
  const sold = orders.generate({ count: COUNT });
  const producer = await log.producer();
  try {
    const receipts = await producer.send(sold.map((one) => newRecord({ ...one, topic: SALES })));
    return receipts.map(({ partition, offset }: Receipt, i) => ({ customer: sold[i]!.key!, partition, offset }));
  } finally {
    await producer.close();
  }
}

const keyOf = ({ key }: LogRecord): string => new TextDecoder().decode(key!);

/** True when all records of a key are in one partition, in the order in which they were sent. */
function keysTogether(stored: readonly LogRecord[]): { readonly keys: number; readonly holds: boolean } {
  const last = new Map<string, { readonly partition: number; readonly sentAt: number }>();
  let holds = true;
  for (const record of stored) {
    const before = last.get(keyOf(record));
    holds &&= before === undefined || (before.partition === record.partition && before.sentAt <= record.timestamp);
    last.set(keyOf(record), { partition: record.partition, sentAt: record.timestamp });
  }
  return { keys: last.size, holds };
}

const shownShare = ({ group, member, partitions, records }: MemberShare): Record<string, string | number> => ({
  group: group.replace("the-log-", ""),
  member,
  partitions: partitions.length === 0 ? "(none)" : partitions.join(", "),
  records,
});

/** Number of records that are new for a group, until nothing comes any more. */
async function firstRead(log: Log, reset: "earliest" | "latest", signal: AbortSignal): Promise<number> {
  const group = `the-log-${reset}`;
  const consumer = await log.consumer({ group, topics: [SALES], isolation: "read_committed", reset });
  try {
    let records = 0;
    for (let quiet = 0; quiet < 3 && !signal.aborted; ) {
      const polled = await consumer.poll(500);
      quiet = polled.assigned.length + polled.records.length > 0 || consumer.assignment.length === 0 ? 0 : quiet + 1;
      records += polled.records.length;
    }
    return records;
  } finally {
    await consumer.close();
  }
}

async function tooLarge(log: Log): Promise<string> {
  const producer = await log.producer();
  try {
    await producer.send([{ topic: NOTES, key: null, value: new Uint8Array(2000) }]);
    return "accepted";
  } catch (error) {
    if (error instanceof LogError) return error.code;
    throw error;
  } finally {
    await producer.close();
  }
}

interface Compaction {
  readonly before: number;
  readonly after: number;
  readonly keys: number;
  readonly sameTable: boolean;
}

/** Writes the amount of each customer's latest order, many times over, and waits for the broker's cleaner. */
async function compact({ log, signal, progress }: DemoContext): Promise<Compaction> {
  const written = orders.generate({ count: COUNT }).map(({ key, value }): [string, number] => {
    return [key!, (JSON.parse(value!) as Order).amount];
  });
  const producer = await log.producer();
  const set = (pairs: readonly [string, number][]) =>
    producer.send(pairs.map(([key, amount]) => ({ topic: LATEST, key: bytes(key), value: bytes(`${amount}`) })));
  try {
    await set(written);
    await log.clock.sleep(1000, signal);
    // This opens a new segment: the earlier one is closed and may be compacted.
    written.push(["customer-last", 1]);
    await set(written.slice(-1));
    let after = await readTopic(log, LATEST);
    for (let waited = 0; !signal.aborted && after.length === written.length && waited < PATIENCE_S; waited++) {
      progress(`waiting for the broker's cleaner: ${waited} s`);
      await log.clock.sleep(1000, signal);
      after = await readTopic(log, LATEST);
    }
    const table = new Map(written);
    const folded = new Map(after.map((record) => [keyOf(record), jsonOf(record)]));
    const sameTable = table.size === folded.size && [...table].every(([key, amount]) => folded.get(key) === amount);
    return { before: written.length, after: after.length, keys: table.size, sameTable };
  } finally {
    await producer.close();
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
