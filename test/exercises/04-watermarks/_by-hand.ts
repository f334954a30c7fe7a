/**
 * A small pipeline written by hand, of the four pieces that this lesson's exercises are: two partitions in, the counts
 * of tumbling windows out, late and diverted events beside them; exactly once, in transactions. A grader puts a
 * learner's piece in the place of one of ours, lets it crash at every step, and compares with the library's own run.
 */
import { count, millis, pipeline, record, run, tumbling } from "tidemark";
import type { Immediate, Integration } from "tidemark/grading";
import { z } from "zod";
import { integrationByHand } from "../_by-hand.js";

interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

export interface Pieces {
  advance(watermark: number, ts: number, delayMs: number): number;
  /** `times`: of the partition's events so far, the one to judge is the last. */
  isLate(times: readonly number[], delayMs: number): boolean;
  combine(previous: number, inputs: readonly { watermark: number; idle: boolean }[]): number;
  guard(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert";
}

const delayMs = 5;
const sizeMs = 10;
const limits: Limits = { maxFutureMs: 1_000, maxJumpMs: 500 };
const appendedAt = 100;
/** By partition: some out of order, some late, one exactly at the watermark, three beyond a limit; one lags. */
const stream: readonly (readonly number[])[] = [
  [1, 12, 8, 16, 3, 12, 27, 14, 900, 38, 33, 300],
  [1_200, 4, 2, 9, 6, 9_999, 17, 3, 13, 15, 26, 300],
];

const ours: Pieces = {
  advance: (watermark, ts, delay) => Math.max(ts - delay, watermark),
  isLate: (times, delay) => times.slice(0, -1).some((ts) => ts - delay > (times.at(-1) ?? 0)),
  combine: (previous, inputs) => Math.max(previous, Math.min(...inputs.map(({ watermark }) => watermark))),
  guard: (newest, ts, now, { maxFutureMs, maxJumpMs }) =>
    ts - now > maxFutureMs || (newest !== null && ts - newest > maxJumpMs) ? "divert" : "accept",
};

/** The pipeline's state: a fold of the partitions' logs. */
class ByHand {
  readonly #times: number[][] = stream.map(() => []);
  readonly #watermarks = stream.map(() => Number.NEGATIVE_INFINITY);
  readonly #newest: (number | null)[] = stream.map(() => null);
  readonly #counts = new Map<number, number>();
  #combined = Number.NEGATIVE_INFINITY;

  constructor(readonly pieces: Pieces) {}

  /** What one event makes come out. */
  push(partition: number, ts: number): string[] {
    const { advance, isLate, combine, guard } = this.pieces;
    const newest = this.#newest[partition] ?? null;
    if (guard(newest, ts, appendedAt, limits) === "divert") return [`diverted ${ts}`];
    this.#newest[partition] = Math.max(newest ?? ts, ts);
    const times = [...(this.#times[partition] ?? []), ts];
    this.#times[partition] = times;
    const late = isLate(times, delayMs);
    if (!late) {
      const start = Math.floor(ts / sizeMs) * sizeMs;
      this.#counts.set(start, (this.#counts.get(start) ?? 0) + 1);
    }
    this.#watermarks[partition] = advance(this.#watermarks[partition] ?? Number.NEGATIVE_INFINITY, ts, delayMs);
    this.#combined = combine(
      this.#combined,
      this.#watermarks.map((watermark) => ({ watermark, idle: false })),
    );
    return [...(late ? [`late ${ts}`] : []), ...this.#close()];
  }

  #close(): string[] {
    const closed = [...this.#counts].filter(([start]) => start + sizeMs <= this.#combined).sort(([a], [b]) => a - b);
    for (const [start] of closed) this.#counts.delete(start);
    return closed.map(([start, events]) => `window ${start} counts ${events}`);
  }
}

/** What the library makes of the same stream. */
function expected(): string[] {
  const counts = pipeline("counts")
    .from("events", z.object({ ts: z.number(), all: z.string() }))
    .eventTime("ts", {
      outOfOrderness: millis(delayMs),
      maxFuture: millis(limits.maxFutureMs),
      maxJump: millis(limits.maxJumpMs),
    })
    .keyBy("all")
    .window(tumbling(millis(sizeMs)))
    .aggregate({ events: count() })
    .to("windows");
  const inputs = stream.flatMap((times, partition) =>
    times.map((ts) => record("events", { ts, all: "all" }, { partition, timestamp: appendedAt })),
  );
  const { results, late, dead } = run(counts, inputs, { finish: false });
  return [
    ...results.map(({ window, row }) => `window ${window?.start} counts ${row?.events}`),
    ...late.map(({ ts }) => `late ${ts}`),
    ...dead.map(({ ts }) => `diverted ${ts}`),
  ];
}

/** The integration checks with a learner's piece in the pipeline: under crashes on the simulated Kafka, and on a real one. */
export function integrationWith<Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Partial<Pieces>,
): Integration<Contract> {
  return integrationByHand<Contract, number>(names, (functions) => {
    const pieces = { ...ours, ...piece(functions) };
    const start = () => {
      const state = new ByHand(pieces);
      return (partition: number, ts: number) => state.push(partition, ts);
    };
    return { stream, start, expected };
  });
}
