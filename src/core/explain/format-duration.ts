const units: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
];

/**
 * A length of time for people, in the largest unit that says it without a fraction: `90 s`, not `1.5 min`.
 *
 * @param ms milliseconds
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { formatDuration } from "tidemark/core";
 *
 * assert.deepEqual([60_000, 90_000, 250, 0, -5_000].map(formatDuration), ["1 min", "90 s", "250 ms", "0 ms", "-5 s"]);
 * ```
 */
export function formatDuration(ms: number): string {
  const unit = units.find(([, size]) => ms !== 0 && ms % size === 0);
  return unit === undefined ? `${ms} ms` : `${ms / unit[1]} ${unit[0]}`;
}
