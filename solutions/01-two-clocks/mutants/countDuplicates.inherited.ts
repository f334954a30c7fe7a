import type { Event } from "tidemark/exercises";

/** Remembers ids in a plain object, which has a constructor before anybody put one in. */
export function countDuplicates(events: readonly Event[]): number {
  const seen: Record<string, boolean> = {};
  let duplicates = 0;
  for (const { id } of events) {
    if (seen[id]) duplicates++;
    seen[id] = true;
  }
  return duplicates;
}
