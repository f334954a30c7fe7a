import { type Event, NotStarted } from "tidemark/exercises";

/**
 * Divides a stream into the events that came in time and those that came too late.
 *
 * The watermark trails the largest event time seen by `delayMs` (see `advanceWatermark`). An event is late when its
 * own time is before the watermark as it stood just before the event arrived; an event exactly at the watermark is on
 * time. Both lists keep the order of arrival.
 *
 * There is one watermark, whatever the events' keys. An event that is sent again is judged again, when it comes.
 *
 * @param events in the order in which they arrived
 * @param delayMs how far events may be out of order, in milliseconds, 0 or more
 */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  throw new NotStarted();
}
