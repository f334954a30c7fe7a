import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly newest: number | null;
  readonly seen: readonly { readonly id: string; readonly ts: number }[];
}

export const empty: Memory = { newest: null, seen: [] };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Forgets an id after half of the horizon. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  const newest = Math.max(memory.newest ?? ts, ts);
  const live = memory.seen.filter((one) => one.ts + horizonMs / 2 > newest);
  if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } };
  return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };
}
