import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Keeps only the last record of each key in the whole log, and the active part. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  for (const { key, offset } of log) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }) => {
    if (offset >= activeFrom) return true;
    if (last.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
