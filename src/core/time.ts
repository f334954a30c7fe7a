import { UsageError } from "./usage-error.js";

/**
 * Time in Tidemark is whole milliseconds since the epoch; a length of time is a `Duration`, so that a unit never gets lost
 * between two numbers.
 */

/** A length of time in whole milliseconds. It may be negative (a join's `before`); each use says what it allows. */
export interface Duration {
  readonly ms: number;
}

const duration = (unit: string, amount: number, unitMs: number): Duration => {
  const ms = amount * unitMs;
  if (!Number.isSafeInteger(ms)) {
    throw new UsageError(
      `${unit}(${amount}): a duration is a whole number of milliseconds, got ${ms} ms. Try: round it to whole milliseconds, as in millis(${Number.isFinite(ms) ? Math.round(ms) : 0}).`,
    );
  }
  return Object.freeze({ ms: ms === 0 ? 0 : ms });
};

/**
 * A duration of milliseconds.
 *
 * @param amount a whole number; anything else throws a `RangeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis } from "tidemark";
 *
 * assert.deepEqual(millis(250), { ms: 250 });
 * assert.throws(() => millis(0.5), /whole number of milliseconds/);
 * ```
 */
export const millis = (amount: number): Duration => duration("millis", amount, 1);

/**
 * A duration of seconds; fractions are fine down to the millisecond.
 *
 * @param amount seconds; throws a `RangeError` unless they make whole milliseconds
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { seconds } from "tidemark";
 *
 * assert.deepEqual(seconds(1.5), { ms: 1500 });
 * ```
 */
export const seconds = (amount: number): Duration => duration("seconds", amount, 1_000);

/**
 * A duration of minutes.
 *
 * @param amount minutes; throws a `RangeError` unless they make whole milliseconds
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { minutes, seconds } from "tidemark";
 *
 * assert.deepEqual(minutes(1), seconds(60));
 * ```
 */
export const minutes = (amount: number): Duration => duration("minutes", amount, 60_000);

/**
 * A duration of hours.
 *
 * @param amount hours; throws a `RangeError` unless they make whole milliseconds
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hours, minutes } from "tidemark";
 *
 * assert.deepEqual(hours(2), minutes(120));
 * ```
 */
export const hours = (amount: number): Duration => duration("hours", amount, 3_600_000);

/**
 * A duration of days of 24 hours each: event time knows no time zone, so no day is longer or shorter.
 *
 * @param amount days; throws a `RangeError` unless they make whole milliseconds
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { days, hours } from "tidemark";
 *
 * assert.deepEqual(days(1), hours(24));
 * ```
 */
export const days = (amount: number): Duration => duration("days", amount, 86_400_000);
