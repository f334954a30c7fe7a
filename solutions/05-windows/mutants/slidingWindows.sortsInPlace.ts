export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Sorts the times that it was given. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const sorted = (times as number[]).sort((left, right) => left - right);
  const starts = new Set(sorted.flatMap((ts) => [ts - differenceMs, ts + 1]));
  return [...starts]
    .sort((left, right) => left - right)
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: sorted.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
