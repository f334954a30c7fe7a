import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Takes the last closed record to both parts. */
export function compact(log: readonly Stored[], options: Cleaning): Stored[] {
  const closed = log.filter(({ offset }) => offset < options.activeFrom);
  const active = log.slice(Math.max(0, closed.length - 1));
  const seen = new Set<string>();
  const kept: Stored[] = [];
  for (let index = closed.length - 1; index >= 0; index--) {
    const record = closed[index] as Stored;
    if (seen.has(record.key)) continue;
    seen.add(record.key);
    const expired = record.value === null && options.now - record.ts >= options.deleteRetentionMs;
    if (!expired) kept.unshift({ ...record });
  }
  return [...kept, ...active];
}
