import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Lets expired tombstones go from the active part too. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }) => {
    if (offset >= activeFrom) return value !== null || now < ts + deleteRetentionMs;
    if (last.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
