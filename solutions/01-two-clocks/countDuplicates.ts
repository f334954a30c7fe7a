import type { Event } from "tidemark/exercises";

/** What is left when each id is counted once. */
export function countDuplicates(events: readonly Event[]): number {
  return events.length - new Set(events.map(({ id }) => id)).size;
}
