export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Counts events of equal time as one. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));
  const distinct = [...new Set(times)];
  return [...starts]
    .sort((left, right) => left - right)
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: distinct.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
