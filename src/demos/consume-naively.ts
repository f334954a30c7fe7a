import type { Log, LogRecord, Position } from "../log/index.js";
import type { DemoContext } from "./demo.js";
import { NaiveCount, type NaiveFigures, recount } from "./naive-count.js";

/** Pause between two reports, in milliseconds. */
const REPORT_EVERY_MS = 1000;

/**
 * Counts the records of a topic live, from its beginning, until `done` or until the signal aborts. It commits nothing:
 * a second run begins from the start.
 *
 * @returns what it counted, and the same from a second reading of what it had read
 */
export async function consumeNaively(
  context: Pick<DemoContext, "log" | "signal" | "live">,
  options: { readonly topic: string; readonly group: string; done(records: number): boolean },
): Promise<{ readonly count: NaiveCount; readonly recount: NaiveFigures }> {
  const { log, signal } = context;
  const { topic, group } = options;
  const count = new NaiveCount();
  const read = new Map<number, { from: number; to: number }>();
  const consumer = await log.consumer({ group, topics: [topic], isolation: "read_committed", reset: "earliest" });
  try {
    let reportAt = log.clock.now() + REPORT_EVERY_MS;
    let reported = 0;
    while (!signal.aborted && !options.done(count.records)) {
      const { assigned, records } = await consumer.poll(200);
      for (const tp of assigned) {
        const known = read.get(tp.partition);
        if (known === undefined) read.set(tp.partition, { from: consumer.position(tp), to: consumer.position(tp) });
        else consumer.seek({ ...tp, offset: known.to }); // it was ours before: on from there, not from the start
      }
      for (const record of records) {
        count.take(record);
        read.get(record.partition)!.to = record.offset + 1;
      }
      if (log.clock.now() < reportAt) continue;
      reportAt = log.clock.now() + REPORT_EVERY_MS;
      if (count.records > reported) context.live(count.block(), count.line());
      reported = count.records;
    }
  } finally {
    await consumer.close();
  }
  return { count, recount: recount(await readAgain(log, topic, read)) };
}

async function readAgain(
  log: Log,
  topic: string,
  read: ReadonlyMap<number, { readonly from: number; readonly to: number }>,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const [partition, { from, to }] of read) {
    const position: Position = { topic, partition, offset: from };
    for await (const batch of log.read(position, to, { isolation: "read_committed" })) records.push(...batch);
  }
  return records;
}
