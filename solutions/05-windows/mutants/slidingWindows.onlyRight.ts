export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Makes only the windows that begin just after an event. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const starts = new Set(times.map((ts) => ts + 1));
  return [...starts]
    .sort((left, right) => left - right)
    .map((start) => ({ start, end: start + differenceMs }))
    .map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }))
    .filter(({ count }) => count > 0);
}
