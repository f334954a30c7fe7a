import type { Window } from "../operator.js";

/** The latest start `s ≡ offset (mod hop)` with `s ≤ ts`, right for negative times too. */
export const startBefore = (ts: number, hopMs: number, offsetMs: number): number =>
  Math.floor((ts - offsetMs) / hopMs) * hopMs + offsetMs + 0;

/**
 * The one tumbling window `[start, start + size)` that contains a time. A time on a boundary opens the next window.
 *
 * @param ts integer milliseconds; may be negative
 * @param offsetMs where windows begin, modulo the size
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { assignTumbling } from "tidemark";
 *
 * assert.deepEqual(assignTumbling(9, 10), { start: 0, end: 10 });
 * assert.deepEqual(assignTumbling(10, 10), { start: 10, end: 20 });
 * assert.deepEqual(assignTumbling(-1, 10), { start: -10, end: 0 });
 * ```
 */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = startBefore(ts, sizeMs, offsetMs);
  return { start, end: start + sizeMs };
}

/**
 * Every hopping window `[s, s + size)` with `s ≡ offset (mod hop)` that contains a time, by ascending start: ⌊size ÷ hop⌋
 * or one more. What Flink, Spark and Beam call sliding.
 *
 * @param hopMs milliseconds, `0 < hop ≤ size`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { assignHopping } from "tidemark";
 *
 * assert.deepEqual(assignHopping(10, 10, 5), [{ start: 5, end: 15 }, { start: 10, end: 20 }]);
 * ```
 */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  for (let start = startBefore(ts, hopMs, offsetMs); start > ts - sizeMs; start -= hopMs) {
    windows.push({ start, end: start + sizeMs });
  }
  return windows.reverse();
}
