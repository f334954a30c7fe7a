export interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Lets a window slide over time and writes it down whenever what it holds has changed: when an event enters or leaves. */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  const sorted = [...times].sort((left, right) => left - right);
  const windows: SlidingCount[] = [];
  let [entered, left] = [0, 0];
  while (left < sorted.length) {
    // The next start at which something changes: an event comes to lie at the end, or the first one falls out.
    const enters = (sorted[entered] ?? Number.POSITIVE_INFINITY) - differenceMs;
    const start = entered > left ? Math.min(enters, (sorted[left] ?? 0) + 1) : enters;
    while ((sorted[entered] ?? Number.POSITIVE_INFINITY) <= start + differenceMs) entered++;
    while ((sorted[left] ?? Number.POSITIVE_INFINITY) < start) left++;
    if (entered > left) windows.push({ start, end: start + differenceMs, count: entered - left });
  }
  return windows;
}
