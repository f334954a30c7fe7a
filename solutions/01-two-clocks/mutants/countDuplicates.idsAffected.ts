import type { Event } from "tidemark/exercises";

/** Counts the ids that have copies, not the copies. */
export function countDuplicates(events: readonly Event[]): number {
  const times = new Map<string, number>();
  for (const { id } of events) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times.values()].filter((count) => count > 1).length;
}
