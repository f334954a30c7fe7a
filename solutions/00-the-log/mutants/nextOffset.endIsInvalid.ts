export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Takes a commit at the end, where there is no record yet, for an offset out of range. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null && log.start <= committed && committed < log.end) return committed;
  return reset === "earliest" ? log.start : log.end;
}
