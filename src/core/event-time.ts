import { fieldOf } from "./field.js";
import type { Row } from "./operator.js";

/** What a `Date` can hold. Beyond it the bounds of a window are no longer whole numbers to a double, and none would end. */
const latest = 8.64e15;

/** A row's event time in milliseconds, or what is wrong with it: whole milliseconds, or a `Date`. */
export const timeOfRow = (row: Row, field: string): number | string => timeOf(fieldOf(row, field), `"${field}"`);

/** The time of a tombstone, and of a table's row without event time: its record's; 0 where the record has none. */
export const timeOfRecord = (timestamp: number | null): number | string =>
  timeOf(timestamp ?? 0, "the record's timestamp");

function timeOf(written: unknown, where: string): number | string {
  const time = typeof written === "object" && written !== null ? timeOfDate(written) : written;
  if (typeof time === "number" && Number.isInteger(time) && time <= latest && time >= -latest) return time + 0;
  return `expected whole milliseconds within ±${latest} in ${where}, got ${typeof time === "number" ? time : typeof time}`;
}

/** The time of a `Date`, of this realm or another; `undefined` for what is none. */
function timeOfDate(value: object): unknown {
  try {
    return "getTime" in value && typeof value.getTime === "function" ? value.getTime() : undefined;
  } catch {
    return undefined; // a function of that name on something else
  }
}
