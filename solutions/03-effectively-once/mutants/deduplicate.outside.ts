import type { Event } from "tidemark/exercises";

export type Memory = { readonly begun: boolean };

export const empty: Memory = { begun: false };

let newest = Number.NEGATIVE_INFINITY;
const seen = new Map<string, number>();

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  readonly memory: Memory;
}

/** Remembers in variables outside the function, and begins anew with an empty memory. */
export function deduplicate(memory: Memory, { id, ts }: Event, horizonMs: number): Judged {
  if (!memory.begun) {
    newest = Number.NEGATIVE_INFINITY;
    seen.clear();
  }
  const verdict = ts + horizonMs <= newest ? "too-old" : seen.has(id) ? "duplicate" : "new";
  if (verdict === "new") seen.set(id, ts);
  newest = Math.max(newest, ts);
  for (const [one, at] of seen) if (at + horizonMs <= newest) seen.delete(one);
  return { verdict, memory: { begun: true } };
}
