import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Keeps the record of each key with the newest time. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  const byTime = log.filter(({ offset }) => offset < activeFrom).sort((left, right) => left.ts - right.ts);
  for (const { key, offset } of byTime) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }) => {
    if (offset >= activeFrom) return true;
    if (last.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
