import { csv, renderPng, renderSvg, twoClockChart, watermarkRun } from "../charts/index.js";
import { count, minutes, pipeline, type RunOutcome, record, run, tumbling } from "../core/index.js";
import { Order, orders } from "../datasets/index.js";
import type { LogRecord } from "../log/index.js";
import { worker } from "../worker/index.js";
import type { DemoContext } from "./demo.js";
import { jsonOf, newRecord, readTopic, sendAll } from "./input.js";

const TOPIC = "two-clocks-fifty";
const COUNTS = "two-clocks-counts";
const LATE = "two-clocks-late";
const WINDOW_MS = 600_000;
const WAIT_MS = 300_000;

/** Orders for each ferry and ten minutes, with a wait of five minutes for stragglers. */
export const perTenMinutes = pipeline("two-clocks")
  .from(TOPIC, Order)
  .eventTime("at", { outOfOrderness: minutes(5) })
  .keyBy("ferry")
  .window(tumbling(minutes(10)))
  .aggregate({ orders: count() })
  .to(COUNTS)
  .late(LATE);

/** Topics that the plot makes, including those of its pipeline. */
export const plotTopics = [TOPIC, COUNTS, LATE, `two-clocks-${TOPIC}-changelog`];

/** Input of the plot. */
export interface Plotted {
  readonly dlqCount: number;
  /** Records behind the watermark, whether their window was still open or not. */
  readonly behind: number;
  /** True when the log, the pure run and a plain loop agree. */
  readonly agrees: boolean;
  readonly files: readonly string[];
}

/**
 * Fifty orders, one a minute, some of them held up, through a pipeline on a log; then the two-clock plot of them.
 *
 * @param options `out`: the folder for the plot's files, or null for none
 */
export async function plotTwoClocks(
  context: DemoContext,
  options: { readonly seed: number; readonly out: string | null },
): Promise<Plotted> {
  const { log, signal } = context;
  const produced = orders.generate({
    seed: options.seed,
    count: 50,
    rate: 1 / 60,
    lateRate: 0.3,
    lateMaxMs: 1_200_000,
  });
  await log.createTopics([{ name: TOPIC, partitions: 1 }]);
  await sendAll(
    log,
    produced.map((one) => newRecord({ ...one, topic: TOPIC })),
    { signal },
  );
  await worker(perTenMinutes, log, { guarantee: "exactly-once", until: "end", signal }).run();

  const inputs = await readTopic(log, TOPIC);
  const dlqCount = (await readTopic(log, LATE)).length;
  const outcome = run(
    perTenMinutes,
    inputs.map((input) => record(TOPIC, jsonOf(input), { partition: 0, timestamp: input.timestamp })),
    { trace: true },
  );
  const judged = judge(inputs);
  const late = judged.filter(({ verdict }) => verdict === "late").length;
  const files = options.out === null ? [] : await save(context, options.out, inputs, outcome, judged);
  return {
    dlqCount,
    behind: judged.filter(({ verdict }) => verdict !== "on time").length,
    agrees: dlqCount === outcome.late.length && dlqCount === late,
    files,
  };
}

interface Judged {
  readonly id: string;
  readonly ts: number;
  readonly arrivedAt: number;
  /** The watermark before the event; null while there was none. */
  readonly watermark: number | null;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly verdict: "on time" | "behind the watermark" | "late";
}

/** The pipeline's verdicts once more, by a loop that can be checked by hand, like a learner's own consumer. */
export function judge(inputs: readonly LogRecord[]): readonly Judged[] {
  let watermark: number | null = null;
  return inputs.map((input) => {
    const { id, at: ts } = jsonOf(input) as Order;
    const windowStart = Math.floor(ts / WINDOW_MS) * WINDOW_MS;
    const windowEnd = windowStart + WINDOW_MS;
    const before = watermark;
    watermark = Math.max(watermark ?? ts - WAIT_MS, ts - WAIT_MS);
    const verdict = before === null || ts >= before ? "on time" : windowEnd > before ? "behind the watermark" : "late";
    return { id, ts, arrivedAt: input.timestamp, watermark: before, windowStart, windowEnd, verdict };
  });
}

async function save(
  context: DemoContext,
  folder: string,
  inputs: readonly LogRecord[],
  outcome: RunOutcome,
  judged: readonly Judged[],
): Promise<readonly string[]> {
  const arrivals = inputs.map(({ timestamp }) => timestamp);
  const title = `${inputs.length} orders, windows of 10 minutes, a wait of 5 minutes`;
  const chart = twoClockChart(watermarkRun(outcome, arrivals, title));
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const rows = judged.map((row) => ({
    id: row.id,
    event_time: iso(row.ts),
    arrival: iso(row.arrivedAt),
    delay_ms: row.arrivedAt - row.ts,
    watermark_before: iso(row.watermark),
    window_start: iso(row.windowStart),
    window_end: iso(row.windowEnd),
    verdict: row.verdict,
  }));
  const contents: readonly [string, string | Uint8Array][] = [
    ["png", await renderPng(chart)],
    ["svg", await renderSvg(chart)],
    ["csv", csv(rows)],
  ];
  const files: string[] = [];
  for (const [ending, content] of contents) {
    const path = `${folder.replace(/\/+$/, "")}/two-clocks.${ending}`;
    await context.save(path, content);
    files.push(path);
  }
  return files;
}
