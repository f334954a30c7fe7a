import type { Event } from "tidemark/exercises";

export interface Memory {
  /** A list of one, or of none before the first event. */
  readonly newest: readonly number[];
  readonly times: Readonly<Record<string, number>>;
  readonly cleanAt: number;
}

export const empty: Memory = { newest: [], times: {}, cleanAt: 16 };

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** A table from id to time, cleaned when it has grown to twice what was left after the last cleaning. */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  const newestBefore = Math.max(...memory.newest);
  if (event.ts <= newestBefore - horizonMs) return { verdict: "too-old", memory };
  const newest = [Math.max(newestBefore, event.ts)];
  // A prefix keeps ids away from the names that every object has.
  const name = `id ${event.id}`;
  if (Object.hasOwn(memory.times, name)) return { verdict: "duplicate", memory: { ...memory, newest } };
  const times = { ...memory.times, [name]: event.ts };
  if (Object.keys(times).length < memory.cleanAt) return { verdict: "new", memory: { ...memory, newest, times } };
  const live = Object.entries(times).filter(([, ts]) => ts > Math.max(...newest) - horizonMs);
  const cleaned = { newest, times: Object.fromEntries(live), cleanAt: 2 * live.length + 16 };
  return { verdict: "new", memory: cleaned };
}
