export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Lists a window once for each event that asks for it. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const starts = times.flatMap((ts) => [ts - differenceMs, ts + 1]);
  return starts
    .sort((left, right) => left - right)
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
