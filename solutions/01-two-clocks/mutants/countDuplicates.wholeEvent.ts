import type { Event } from "tidemark/exercises";

/** Takes two arrivals of one id for different events when anything differs. */
export function countDuplicates(events: readonly Event[]): number {
  return events.length - new Set(events.map(({ id, key, ts, value }) => JSON.stringify([id, key, ts, value]))).size;
}
