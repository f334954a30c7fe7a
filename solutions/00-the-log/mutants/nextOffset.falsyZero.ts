export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Takes a commit of 0 for none. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  const fallback = reset === "earliest" ? log.start : log.end;
  const wanted = committed || fallback;
  return log.start <= wanted && wanted <= log.end ? wanted : fallback;
}
