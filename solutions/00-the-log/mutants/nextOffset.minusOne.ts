export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Begins one before the commit, to be safe. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null && log.start <= committed && committed <= log.end) return Math.max(committed - 1, log.start);
  return reset === "earliest" ? log.start : log.end;
}
