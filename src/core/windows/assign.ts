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

/** A session as a value: both ends inclusive. */
export interface SessionBounds {
  readonly first: number;
  readonly last: number;
}

/**
 * Sessions of one key after one more event: it joins every session at a distance of at most the gap, and those become one.
 *
 * @param sessions ascending, more than the gap apart; left as they are
 * @param gapMs milliseconds; exactly the gap apart is one session
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mergeSessions } from "tidemark";
 *
 * const apart = [{ first: 0, last: 2 }, { first: 10, last: 10 }];
 * assert.deepEqual(mergeSessions(apart, 6, 4), [{ first: 0, last: 10 }]); // a bridge
 * assert.deepEqual(mergeSessions(apart, 15, 4), [...apart, { first: 15, last: 15 }]);
 * ```
 */
export function mergeSessions(sessions: readonly SessionBounds[], ts: number, gapMs: number): SessionBounds[] {
  const near = sessions.filter(({ first, last }) => ts >= first - gapMs && ts <= last + gapMs);
  const before = sessions.filter(({ last }) => last + gapMs < ts);
  const after = sessions.filter(({ first }) => first - gapMs > ts);
  const first = Math.min(ts, ...near.map((session) => session.first));
  const last = Math.max(ts, ...near.map((session) => session.last));
  return [...before, { first, last }, ...after];
}

/**
 * Kafka's sliding windows over all times of one key: `[a, a + difference]`, both ends inclusive, for every `a = ts −
 * difference` and `a = ts + 1`, that hold an event; each once, ascending.
 *
 * @param times integer milliseconds in any order; equal times are events of their own
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { slidingWindows } from "tidemark";
 *
 * assert.deepEqual(slidingWindows([10, 14], 10), [
 *   { start: 0, end: 10, count: 1 },
 *   { start: 4, end: 14, count: 2 },
 *   { start: 11, end: 21, count: 1 },
 * ]);
 * ```
 */
export function slidingWindows(
  times: readonly number[],
  differenceMs: number,
): (Window & { readonly count: number })[] {
  const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => {
      const end = start + differenceMs;
      return { start, end, count: times.filter((ts) => start <= ts && ts <= end).length };
    })
    .filter(({ count }) => count > 0);
}
