export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Does not look whether a commit is above the end: the topic may have been made anew. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  if (committed !== null && log.start <= committed) return committed;
  return reset === "earliest" ? log.start : log.end;
}
