import type { Event } from "tidemark/exercises";

/** Takes two arrivals of one id for different events when their keys differ. */
export function countDuplicates(events: readonly Event[]): number {
  return events.length - new Set(events.map(({ id, key }) => JSON.stringify([id, key]))).size;
}
