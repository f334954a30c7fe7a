import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Compacts the active part as well. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  for (const { key, offset } of log) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }) => {
    if (last.get(key) !== offset) return false;
    return value !== null || offset >= activeFrom || now < ts + deleteRetentionMs;
  });
}
