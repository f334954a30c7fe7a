export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Takes the commit for the last record read, and begins after it. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null && log.start <= committed && committed <= log.end) return Math.min(committed + 1, log.end);
  return reset === "earliest" ? log.start : log.end;
}
