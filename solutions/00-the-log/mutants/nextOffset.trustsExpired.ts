export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Trusts any commit, also one that the log does not hold. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  return committed ?? (reset === "earliest" ? log.start : log.end);
}
