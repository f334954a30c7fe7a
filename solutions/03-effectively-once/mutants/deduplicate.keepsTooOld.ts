import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly tooOld: readonly string[];
  readonly newest: number | null;
  readonly seen: readonly { readonly id: string; readonly ts: number }[];
}

export const empty: Memory = { newest: null, seen: [], tooOld: [] };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Also keeps the ids of events that were too old, and never lets go of them. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (memory.newest !== null && ts + horizonMs <= memory.newest) {
    return { verdict: "too-old", memory: { ...memory, tooOld: [...memory.tooOld, id] } };
  }
  const newest = Math.max(memory.newest ?? ts, ts);
  const live = memory.seen.filter((one) => one.ts + horizonMs > newest);
  if (memory.seen.some((one) => one.id === id))
    return { verdict: "duplicate", memory: { ...memory, newest, seen: live } };
  return { verdict: "new", memory: { ...memory, newest, seen: [...live, { id, ts }] } };
}
