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

/** Asks whether it knows the id before it asks whether the event is too old. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  const known = memory.seen.some((one) => one.id === id);
  if (known) return { verdict: "duplicate", memory };
  if (memory.newest !== null && ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  const newest = Math.max(memory.newest ?? ts, ts);
  const live = memory.seen.filter((one) => one.ts + 2 * horizonMs > newest);
  return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };
}
