import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly newest: number | null;
  readonly times: Readonly<Record<string, number>>;
}

export const empty: Memory = { newest: null, times: {} };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Looks for ids in a plain object, which has a constructor before anybody put one in. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  const newest = Math.max(memory.newest ?? ts, ts);
  const live = Object.fromEntries(Object.entries(memory.times).filter(([, time]) => time + horizonMs > newest));
  if (id in memory.times) return { verdict: "duplicate", memory: { newest, times: live } };
  return { verdict: "new", memory: { newest, times: { ...live, [id]: ts } } };
}
