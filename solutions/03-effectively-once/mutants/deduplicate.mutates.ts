import type { Event } from "tidemark/exercises";

export interface Memory {
  newest: number | null;
  seen: { id: string; ts: number }[];
}

export const empty: Memory = { newest: null, seen: [] };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Writes into the memory that it was given. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  memory.newest = Math.max(memory.newest ?? ts, ts);
  const seenBefore = memory.seen.some((one) => one.id === id);
  if (!seenBefore) memory.seen.push({ id, ts });
  return { verdict: seenBefore ? "duplicate" : "new", memory };
}
