import { textTable } from "../charts/index.js";
import { TableView } from "../connect/index.js";
import { record, run } from "../core/index.js";
import { readings } from "../datasets/index.js";
import { ensureTopics, type Log, lastHeader } from "../log/index.js";
import { type Scheduled, worker } from "../worker/index.js";
import type { Demo, DemoContext, DemoOutcome } from "./demo.js";
import { beginAnew, deleteTopics, jsonOf, newRecord, readTopic, sendAll } from "./input.js";
import { latencyByCommitInterval } from "./sensor-latency.js";
import { GROUP, sensorPlan, TOPICS } from "./sensor-plan.js";

/** The timer tells sensors that have sent more than this many readings. */
const THRESHOLD = 7;
const BAD_RATE = 0.1;

/** Lesson 09: readings with their status, counts in a table, minutes in windows, timers, and the price of exactly-once. */
export const sensorPipeline: Demo = {
  lesson: "09-sensor-pipeline",
  summary: "sensor readings: status, counts, windows, timers, latency",
  flags: [
    { flag: "--count <n>", meaning: "this many readings", value: "whole" },
    { flag: "--threshold <n>", meaning: "the timer tells sensors with more readings than this", value: "whole" },
  ],
  pipelines: [sensorPlan()],
  async run(context, { count = readings.defaults.count, threshold = THRESHOLD }) {
    const { log, keep } = context;
    await clear(log);
    try {
      return await show(context, Number(count), Number(threshold));
    } finally {
      if (!keep) await clear(log);
    }
  },
};

/** Deletes what the pipeline has made, in this run or an earlier one. */
async function clear(log: Log): Promise<void> {
  const own = new Set<string>(Object.values(TOPICS));
  const there = await log.listTopics();
  await deleteTopics(
    log,
    there.filter((topic) => own.has(topic) || topic.startsWith(`${GROUP}-`)),
  );
}

async function show(context: DemoContext, count: number, threshold: number): Promise<DemoOutcome> {
  const { log, out, signal } = context;
  await ensureTopics(log, readings.topics);
  await beginAnew(log, GROUP, [TOPICS.readings], []);
  await sendAll(log, readings.generate({ count, badRate: BAD_RATE }).map(newRecord), { signal });
  out(`${count} readings sent to ${TOPICS.readings}, about a tenth of them spoiled\n`);

  out("1. By stream time: the worker runs until it is stopped");
  await runForAWhile(context, threshold);
  const byStreamTime = (await readTopic(log, TOPICS.windows)).length;
  const waiting = await minutesWaiting(log);
  out(`   ${byStreamTime} windows closed; ${waiting} wait for a reading of the next minute,`);
  out("   and would wait for ever if the sensors stopped now\n");
  if (signal.aborted) return { agrees: true, figures: [] };

  out("2. The input ends: the same worker, told that nothing more comes");
  const summary = await worker(sensorPlan(), log, { guarantee: "exactly-once", until: "end", signal }).run();
  const windows = await readTopic(log, TOPICS.windows);
  out(`   ${summary.results} results, ${windows.length} windows in all:`);
  out(
    indented(
      textTable(
        windows
          .slice(0, 4)
          .map((one) => jsonOf(one) as Record<string, number>)
          .map(shortened),
      ),
    ),
  );

  const { agrees, figures } = await recount(context);
  out("\n3. Exactly-once: a reader waits for the commit (20 readings, one each 100 ms)");
  const latencies = await latencyByCommitInterval(context);
  out(indented(textTable(latencies.map(({ median, ...row }) => row))));
  out(`\nas the pure run over the topic: ${agrees ? "yes" : "NO"}`);
  return { agrees, figures: [figures, ...latencies] };
}

/** Runs with a timer and a cron job until both have been seen. */
async function runForAWhile({ log, simulated, out, signal }: DemoContext, threshold: number): Promise<void> {
  const stop = new AbortController();
  const stopToo = (): void => stop.abort();
  signal.addEventListener("abort", stopToo);
  const everyMs = simulated ? 10_000 : 1_000;
  const table = new TableView(log, TOPICS.counts, { follow: false });
  let [timers, crons] = [0, 0];
  const schedule: Scheduled[] = [
    {
      name: "busy sensors",
      every: everyMs,
      async run() {
        if (timers++ > 0) return;
        await table.open();
        await table.catchUp();
        out(`   timer: above ${threshold} readings: ${busy(table.values(), threshold)}`);
      },
    },
    {
      name: "each second",
      every: "* * * * * *",
      run() {
        if (crons++ === 0) out("   cron job: runs by the clock, here each second");
        if (crons > 1 && timers > 0) stop.abort();
      },
    },
  ];
  const onStarted = (): void => out("   onStarted: before the first record");
  await worker(sensorPlan(), log, { guarantee: "exactly-once", schedule, onStarted, signal: stop.signal }).run();
  await table.close();
  signal.removeEventListener("abort", stopToo);
}

function busy(counts: ReadonlyMap<string, unknown> | null, threshold: number): string {
  const above = [...(counts ?? [])]
    .map(([sensor, row]) => ({ sensor, readings: (row as { readings: number }).readings }))
    .filter(({ readings: n }) => n > threshold)
    .sort((a, b) => b.readings - a.readings || (a.sensor < b.sensor ? -1 : 1));
  return above.map(({ sensor, readings: n }) => `${sensor} (${n})`).join(", ") || "none";
}

/** How many windows hold readings and are not closed. */
async function minutesWaiting(log: Log): Promise<number> {
  const minutes = new Set<string>();
  for (const one of await readTopic(log, TOPICS.enriched)) {
    const { sensor_id, timestamp } = jsonOf(one) as { sensor_id: string; timestamp: number };
    minutes.add(`${sensor_id} ${Math.floor(timestamp / 60_000)}`);
  }
  return minutes.size - (await readTopic(log, TOPICS.windows)).length;
}

/** Compares the topics with the pure run, and counts statuses and reasons. */
async function recount({ log, out }: DemoContext): Promise<{ agrees: boolean; figures: Record<string, number> }> {
  const inputs = await readTopic(log, TOPICS.readings);
  const { results, dead } = run(
    sensorPlan(),
    [...inputs]
      .sort((a, b) => a.timestamp - b.timestamp)
      .map((one) => record(TOPICS.readings, jsonOf(one), { partition: one.partition, timestamp: one.timestamp })),
  );
  const enriched = (await readTopic(log, TOPICS.enriched)).map((one) => jsonOf(one) as { status: string });
  const letters = await readTopic(log, TOPICS.dead);
  const statuses = tally(enriched.map(({ status }) => status));
  const reasons = tally(letters.map(({ headers }) => new TextDecoder().decode(lastHeader(headers, "dlq.reason")!)));
  out(`\n   ${TOPICS.enriched}: ${spoken(statuses)}`);
  out(`   ${TOPICS.dead}: ${spoken(reasons)}`);
  const topics = [TOPICS.enriched, TOPICS.windows];
  const same = await Promise.all(
    topics.map(async (name) => {
      const found = (await readTopic(log, name)).map((one) => JSON.stringify(jsonOf(one))).sort();
      const expected = results.filter(({ topic }) => topic === name).map(({ row }) => JSON.stringify(row));
      return JSON.stringify(found) === JSON.stringify(expected.sort());
    }),
  );
  const agrees =
    same.every(Boolean) && letters.length === dead.length && enriched.length + letters.length === inputs.length;
  return { agrees, figures: { readings: inputs.length, dead: letters.length, ...statuses } };
}

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

const spoken = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([word, n]) => `${n} ${word}`)
    .join(", ");

/** The times are those of the data: minutes and seconds will do. */
const shortened = ({ windowStart, windowEnd, mean, ...rest }: Record<string, number>) => ({
  ...rest,
  mean: mean!.toFixed(1),
  window: `${clock(windowStart!)} to ${clock(windowEnd!)}`,
});

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
const indented = (text: string): string => text.replace(/^/gm, "   ");
