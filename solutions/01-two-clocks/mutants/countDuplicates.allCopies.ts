import type { Event } from "tidemark/exercises";

/** Counts the first arrival of an event that has copies as well. */
export function countDuplicates(events: readonly Event[]): number {
  return events.filter(({ id }) => events.filter((other) => other.id === id).length > 1).length;
}
