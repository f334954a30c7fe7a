import type { Event } from "tidemark/exercises";

/** Calls every event a duplicate whose key came before. */
export function countDuplicates(events: readonly Event[]): number {
  return events.length - new Set(events.map(({ key }) => key)).size;
}
