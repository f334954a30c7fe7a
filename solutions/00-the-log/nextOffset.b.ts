export interface Log {
  readonly start: number;
  readonly end: number;
}

/** A commit counts when moving it into the log leaves it where it is. */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  const fallback = { earliest: log.start, latest: log.end }[reset];
  const wanted = committed ?? Number.NaN;
  const inside = Math.min(Math.max(wanted, log.start), log.end);
  return inside === wanted ? inside : fallback;
}
