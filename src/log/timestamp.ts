/** The times that a `Date` can hold, in milliseconds before and after 1970. */
const LAST_DATE_MS = 8.64e15;

/**
 * True for a whole number of milliseconds that a `Date` can hold: ±8.64e15, both bounds included. Kafka's format holds
 * more, and a record that was written with more is still read.
 */
export const isTimestamp = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= LAST_DATE_MS;
