import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Takes expired tombstones away first, and with them the reason why the value was to go. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last = new Map<string, number>();
  for (const { key, offset, value, ts } of log)
    if (offset < activeFrom && (value !== null || now < ts + deleteRetentionMs)) last.set(key, offset);
  return log.filter(({ key, offset, value, ts }) => {
    if (offset >= activeFrom) return true;
    if (last.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
