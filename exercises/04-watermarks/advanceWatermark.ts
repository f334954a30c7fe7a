import { NotStarted } from "tidemark/exercises";

/**
 * The watermark after one more event: "no event before this time is expected any more".
 *
 * It trails the largest event time seen so far by `delayMs`, and it never goes back, however late an event is.
 *
 * @param watermark the watermark before the event; `-Infinity` before the first event of a stream
 * @param ts the event's own time, in milliseconds since the epoch; it may be negative, and it may be behind `watermark`
 * @param delayMs how far events may be out of order, in milliseconds, 0 or more
 * @returns the watermark after the event
 */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  throw new NotStarted();
}
