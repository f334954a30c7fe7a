import { fieldOf } from "./field.js";
import { timeOfIso } from "./iso-time.js";
import type { Row } from "./operator.js";
import type { TimeUnit } from "./plan.js";
import { described } from "./text-of.js";

/** What a `Date` can hold. Beyond it the bounds of a window are no longer whole numbers to a double, and none would end. */
const latest = 8.64e15;

/** A row's event time in milliseconds, or what is wrong with it. `unit`: of numbers; dates and texts say theirs themselves. */
export const timeOfRow = (row: Row, field: string, unit?: TimeUnit): number | string =>
  timeOf(fieldOf(row, field), `"${field}"`, unit);

/** The time of a tombstone, and of a table's row without event time: its record's; 0 where the record has none. */
export const timeOfRecord = (timestamp: number | null): number | string =>
  timeOf(timestamp ?? 0, "the record's timestamp");

/**
 * A time by the rules: whole numbers, dates, and ISO 8601 texts with a zone; it is the same in every process time zone.
 *
 * @param where names the place in the message
 * @returns milliseconds since the epoch, or a message that says what was expected and what was got
 */
export function timeOf(written: unknown, where: string, unit: TimeUnit = "milliseconds"): number | string {
  const time = millisOf(written, unit);
  if (time !== null && Number.isInteger(time) && time <= latest && time >= -latest) return time + 0;
  const hint = unit === "milliseconds" && isHuge(written) ? '. Try: eventTime(…, { unit: "microseconds" })' : "";
  return `expected whole ${unit}, a Date, or ISO 8601 text with a zone (2025-10-14T10:00:00Z) in ${where}, got ${described(written)}${hint}`;
}

function millisOf(written: unknown, unit: TimeUnit): number | null {
  if (typeof written === "number") {
    if (!Number.isInteger(written)) return null;
    return unit === "seconds" ? written * 1_000 : unit === "microseconds" ? Math.floor(written / 1_000) : written;
  }
  if (typeof written === "string") return timeOfIso(written);
  return typeof written === "object" && written !== null ? timeOfDate(written) : null;
}

const isHuge = (written: unknown): boolean => typeof written === "number" && Math.abs(written) > latest;

/** The time of a `Date`, of this realm or another; `null` for what is none. */
function timeOfDate(value: object): number | null {
  try {
    const time: unknown = "getTime" in value && typeof value.getTime === "function" ? value.getTime() : null;
    return typeof time === "number" ? time : null;
  } catch {
    return null; // a function of that name on something else
  }
}
