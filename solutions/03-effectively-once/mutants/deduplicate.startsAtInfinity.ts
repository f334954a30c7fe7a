import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly newest: number;
  readonly seen: readonly { readonly id: string; readonly ts: number }[];
}

export const empty: Memory = { newest: Number.NEGATIVE_INFINITY, seen: [] };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Begins with -Infinity, of which a restart through JSON makes null, which counts as 0. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, ts } = event;
  if (ts + horizonMs <= memory.newest) return { verdict: "too-old", memory };
  const newest = Math.max(memory.newest, ts);
  const live = memory.seen.filter((one) => one.ts + horizonMs > newest);
  if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest, seen: live } };
  return { verdict: "new", memory: { newest, seen: [...live, { id, ts }] } };
}
