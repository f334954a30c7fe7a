export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Begins the second window with the event in place of just after it. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts]));
  return [...starts]
    .sort((left, right) => left - right)
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
