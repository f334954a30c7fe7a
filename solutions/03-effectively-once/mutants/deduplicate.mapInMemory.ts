import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly newest: number | null;
  readonly seen: ReadonlyMap<string, number>;
}

export const empty: Memory = { newest: null, seen: new Map() };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Keeps the ids in a Map, which a restart through JSON empties. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  const newest = Math.max(memory.newest ?? ts, ts);
  if (memory.seen.has(id)) return { verdict: "duplicate", memory: { newest, seen: memory.seen } };
  const live = [...memory.seen].filter(([, time]) => time + horizonMs > newest);
  return { verdict: "new", memory: { newest, seen: new Map([...live, [id, ts]]) } };
}
