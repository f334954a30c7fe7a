import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Takes activeFrom for a place in the list: offsets may begin later, and have gaps. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  for (const { key, offset } of log.slice(0, activeFrom)) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }, index) => {
    if (index >= activeFrom) return true;
    if (last.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
