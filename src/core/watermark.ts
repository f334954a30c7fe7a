/**
 * Watermarks: "no event before W is expected any more". Numbers throughout: −∞ before the first event, +∞ after the last.
 */

/**
 * The bounded out-of-orderness generator: `W = max(event time seen) − delay`. It never goes back.
 * Rule: Apache Flink's BoundedOutOfOrdernessWatermarks, without its extra millisecond: here an event at `ts = W` is not
 * behind the watermark.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { BoundedOutOfOrderness } from "tidemark";
 *
 * const generator = new BoundedOutOfOrderness(5);
 * assert.equal(generator.watermark, -Infinity);
 * assert.deepEqual([10, 8, 12].map((ts) => generator.observe(ts)), [5, 5, 7]);
 * assert.equal(generator.isLate(7), false); // exactly at the watermark is on time
 * assert.equal(generator.isLate(6), true);
 * ```
 */
export class BoundedOutOfOrderness {
  watermark = Number.NEGATIVE_INFINITY;

  /** @param delayMs how much out of order events are believed to be, in milliseconds, 0 or more */
  constructor(readonly delayMs: number) {}

  /** Takes an event's time in and answers with the watermark after it. */
  observe(ts: number): number {
    if (ts - this.delayMs > this.watermark) this.watermark = ts - this.delayMs;
    return this.watermark;
  }

  /** Whether an event that comes now is late: `ts < W − lateness`, with the watermark before it. */
  isLate(ts: number, latenessMs = 0): boolean {
    return ts < this.watermark - latenessMs;
  }

  /** `null` stands for −∞ and the word for +∞, since JSON knows neither. */
  snapshot(): JsonWatermark {
    return watermarkToJson(this.watermark);
  }

  restore(watermark: JsonWatermark): void {
    this.watermark = watermarkFromJson(watermark);
  }
}

/** A watermark as JSON: `null` is −∞, "end" is +∞. */
export type JsonWatermark = number | null | "end";

/** A watermark for JSON, which has no infinities. */
export const watermarkToJson = (watermark: number): JsonWatermark =>
  watermark === Number.NEGATIVE_INFINITY ? null : watermark === Number.POSITIVE_INFINITY ? "end" : watermark;

/** The watermark that `watermarkToJson` was given. */
export const watermarkFromJson = (watermark: JsonWatermark): number =>
  watermark === null ? Number.NEGATIVE_INFINITY : watermark === "end" ? Number.POSITIVE_INFINITY : watermark;

/** One of several inputs or partitions. */
export interface WatermarkInput {
  readonly watermark: number;
  readonly idle: boolean;
}

/**
 * The watermark of several inputs: the least over the active ones; all idle, the largest of theirs; without inputs it
 * stays. It never goes back. Rule: Apache Flink's WatermarkOutputMultiplexer.
 *
 * @param previous what it was before; −∞ at first
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { combineWatermarks } from "tidemark";
 *
 * const slow = { watermark: 2, idle: false };
 * const fast = { watermark: 5, idle: false };
 * assert.equal(combineWatermarks(-Infinity, [slow, fast]), 2);
 * assert.equal(combineWatermarks(2, [{ ...slow, idle: true }, fast]), 5); // an idle input holds nobody back
 * assert.equal(combineWatermarks(5, [slow, fast]), 5); // and pulls nobody back when it returns
 * ```
 */
export function combineWatermarks(previous: number, inputs: readonly WatermarkInput[]): number {
  let least = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let active = false;
  for (const { watermark, idle } of inputs) {
    if (watermark > largest) largest = watermark;
    if (idle) continue;
    active = true;
    if (watermark < least) least = watermark;
  }
  return Math.max(previous, active ? least : largest);
}
