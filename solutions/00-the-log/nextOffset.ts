export interface Log {
  readonly start: number;
  readonly end: number;
}

/** A commit that is in the log counts, its end included; for anything else the setting decides. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null && log.start <= committed && committed <= log.end) return committed;
  return reset === "earliest" ? log.start : log.end;
}
