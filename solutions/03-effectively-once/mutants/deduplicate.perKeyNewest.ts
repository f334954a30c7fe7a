import type { Event } from "tidemark/exercises";

export interface Memory {
  readonly newest: Readonly<Record<string, number>>;
  readonly seen: readonly { readonly id: string; readonly ts: number }[];
}

export const empty: Memory = { newest: {}, seen: [] };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Keeps a newest time for each key. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const { id, key, ts } = event;
  const newest = memory.newest[key];
  if (newest !== undefined && ts + horizonMs <= newest) return { verdict: "too-old", memory };
  const next = { ...memory.newest, [key]: Math.max(newest ?? ts, ts) };
  const oldest = Math.min(...Object.values(next));
  const live = memory.seen.filter((one) => one.ts + horizonMs > oldest);
  if (memory.seen.some((one) => one.id === id)) return { verdict: "duplicate", memory: { newest: next, seen: live } };
  return { verdict: "new", memory: { newest: next, seen: [...live, { id, ts }] } };
}
