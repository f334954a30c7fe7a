import type { Event } from "tidemark/exercises";

/** Sorted by id, copies stand side by side: an arrival that equals the one before it is a duplicate. */
export function countDuplicates(events: readonly Event[]): number {
  const ids = events.map(({ id }) => id).sort();
  return ids.filter((id, index) => index > 0 && ids[index - 1] === id).length;
}
