import { engine } from "./engine.js";
import type { NodeCounters, Partitions } from "./engine-options.js";
import type { Row } from "./operator.js";
import type { Pipeline, Sent } from "./pipeline.js";
import { InputRecord } from "./record.js";
import type { Dead, Late, Notice, Result } from "./result.js";
import type { TraceStep } from "./trace.js";

/** Settings of `run`. Left out, the input is complete and no trace is kept. */
export interface RunOptions {
  /** As many as the records name, when left out. */
  readonly partitions?: Partitions;
  /** Whether to keep a trace of every step. */
  readonly trace?: boolean;
  /** Whether the input is all there is, so that everything closes at its end. True when left out. */
  readonly finish?: boolean;
  /** A clock for `maxFuture` where records have no append time; milliseconds since the epoch. */
  readonly now?: () => number;
}

/** All that a run has brought about, each in the order in which it came out. */
export interface RunOutcome<Out = Row> {
  readonly results: readonly Result<Out>[];
  readonly late: readonly Late[];
  readonly dead: readonly Dead[];
  readonly notices: readonly Notice[];
  readonly counters: { readonly [node: string]: NodeCounters };
  /** Empty unless asked for. */
  readonly trace: readonly TraceStep[];
}

/**
 * Runs a pipeline over a bounded input, purely: equal inputs give equal outcomes. Its inputs are plain rows where the plan
 * reads one topic, else `record(topic, value)`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis, pipeline, run, sum, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const takings = pipeline("takings")
 *   .from("sales", z.object({ at: z.number(), shop: z.string(), cents: z.number() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("shop")
 *   .window(tumbling(millis(10)))
 *   .aggregate({ cents: sum("cents") })
 *   .to("takings");
 *
 * const sale = (at: number, cents: number) => ({ at, shop: "kiosk", cents });
 * const { results, late } = run(takings, [sale(1, 5), sale(9, 2), sale(10, 1), sale(9, 7)]);
 * assert.deepEqual(results.map(({ row }) => row?.cents), [7, 1]);
 * assert.deepEqual(late.map(({ ts, watermark }) => [ts, watermark]), [[9, 10]]);
 * ```
 */
export function run<Out>(
  pipeline: Pipeline<Out>,
  inputs: Iterable<InputRecord | Row>,
  options: RunOptions = {},
): RunOutcome<Sent<Out>> {
  const results: Result<Sent<Out>>[] = [];
  const late: Late[] = [];
  const dead: Dead[] = [];
  const notices: Notice[] = [];
  const trace: TraceStep[] = [];
  const all = Array.isArray(inputs) ? (inputs as readonly (InputRecord | Row)[]) : [...inputs];
  const running = engine(pipeline, {
    partitions: options.partitions ?? partitionsIn(all),
    sink: {
      result: (result) => results.push(result),
      late: (event) => late.push(event),
      dead: (letter) => dead.push(letter),
      notice: (notice) => notices.push(notice),
    },
    ...(options.trace ? { trace: (step: TraceStep) => trace.push(step) } : {}),
    ...(options.now ? { now: options.now } : {}),
  });
  for (const input of all) running.push(input);
  if (options.finish ?? true) running.finish();
  return { results, late, dead, notices, counters: running.counters, trace };
}

/** As many partitions for each topic as its records name. */
function partitionsIn(inputs: readonly (InputRecord | Row)[]): { readonly [topic: string]: number } {
  const counts = new Map<string, number>();
  for (const input of inputs) {
    if (!(input instanceof InputRecord) || !Number.isSafeInteger(input.partition)) continue;
    if (input.partition >= 10_000) continue; // not believed: it would be ten thousand lanes
    if (input.partition >= (counts.get(input.topic) ?? 0)) counts.set(input.topic, input.partition + 1);
  }
  return Object.fromEntries(counts);
}
