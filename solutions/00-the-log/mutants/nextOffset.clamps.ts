export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Moves a commit that is out of range to the nearest offset, whatever the setting says. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null) return Math.min(Math.max(committed, log.start), log.end);
  return reset === "earliest" ? log.start : log.end;
}
