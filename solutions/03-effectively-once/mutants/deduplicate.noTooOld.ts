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

/** Forgets old ids, and takes their late copies for new. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  const newest = Math.max(memory.newest ?? ts, ts);
  const live = memory.seen.filter((one) => one.ts + horizonMs > newest);
  if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } };
  return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };
}
