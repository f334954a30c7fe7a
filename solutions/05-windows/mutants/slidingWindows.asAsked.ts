export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Lists the windows in the order in which they were asked for. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));
  return [...starts]
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
