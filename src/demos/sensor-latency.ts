import { readings } from "../datasets/index.js";
import { worker } from "../worker/index.js";
import type { DemoContext } from "./demo.js";
import { deleteTopics, newRecord } from "./input.js";
import { GROUP, sensorPlan, TOPICS } from "./sensor-plan.js";

const INTERVALS_MS = [50, 500, 1_500];
const READINGS = 20;
const PACE_MS = 100;
const LONGEST_WAIT_MS = 15_000;

/** For each commit interval: how long a reading takes from its producer to a reader of committed results. */
export async function latencyByCommitInterval(context: DemoContext): Promise<Record<string, string | number>[]> {
  const rows = [];
  for (const everyMs of INTERVALS_MS) if (!context.signal.aborted) rows.push(await measure(context, everyMs));
  return rows;
}

async function measure({ log, signal }: DemoContext, everyMs: number): Promise<Record<string, string | number>> {
  const stop = new AbortController();
  let commits = 0;
  const running = worker(sensorPlan(), log, {
    group: `${GROUP}-latency-${everyMs}`,
    guarantee: "exactly-once",
    reset: "latest",
    commitEveryMs: everyMs,
    signal: stop.signal,
    observe: ({ kind }) => void (kind === "committed" && commits++),
  });
  const done = running.run();
  const reader = await log.consumer({
    group: `${GROUP}-reader-${everyMs}`,
    topics: [TOPICS.enriched],
    isolation: "read_committed",
    reset: "latest",
  });
  try {
    while (!running.status().ready || reader.assignment.length === 0) await reader.poll(50);
    commits = 0;
    const delays: number[] = [];
    const sending = send(log, signal);
    const deadline = log.clock.now() + LONGEST_WAIT_MS;
    while (delays.length < READINGS && log.clock.now() < deadline && !signal.aborted) {
      const { records } = await reader.poll(20);
      for (const { timestamp } of records) delays.push(log.clock.now() - timestamp);
    }
    await sending;
    delays.sort((a, b) => a - b);
    // its order of magnitude: the rest is chance
    const median = Number((delays[Math.floor(delays.length / 2)] ?? 0).toPrecision(1));
    return { "commit every": `${everyMs} ms`, commits, "median latency": `about ${median} ms`, median };
  } finally {
    await reader.close();
    stop.abort();
    await done;
    const own = (await log.listTopics()).filter((topic) => topic.startsWith(`${GROUP}-latency-`));
    await deleteTopics(log, own);
  }
}

/** Sends readings of this very moment, one at a time: their time is when they were sent. */
async function send(log: DemoContext["log"], signal: AbortSignal): Promise<void> {
  const producer = await log.producer();
  for (const one of readings.generate({ count: READINGS })) {
    if (signal.aborted) break;
    const now = log.clock.now();
    const value = { ...(JSON.parse(one.value!) as object), timestamp: new Date(now).toISOString() };
    await producer.send([newRecord({ ...one, value: JSON.stringify(value), arrivedAt: now })]);
    await log.clock.sleep(PACE_MS, signal);
  }
  await producer.close();
}
