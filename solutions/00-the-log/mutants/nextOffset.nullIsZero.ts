export interface Log {
  readonly start: number;
  readonly end: number;
}

/** Takes no commit for a commit of 0. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  const wanted = committed ?? 0;
  if (log.start <= wanted && wanted <= log.end) return wanted;
  return reset === "earliest" ? log.start : log.end;
}
