import type { Stored } from "tidemark/exercises";

export interface Cleaning {
  readonly activeFrom: number;
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** Notes the last offsets in a plain object, on which "__proto__" is no ordinary key. */
export function compact(log: readonly Stored[], { activeFrom, now, deleteRetentionMs }: Cleaning): Stored[] {
  const last: Record<string, { offset: number }> = {};
  for (const { key, offset } of log) if (offset < activeFrom) last[key] = { offset };
  const kept = new Set(Object.values(last).map(({ offset }) => offset));
  return log.filter(({ offset, value, ts }) => {
    if (offset >= activeFrom) return true;
    return kept.has(offset) && (value !== null || now < ts + deleteRetentionMs);
  });
}
