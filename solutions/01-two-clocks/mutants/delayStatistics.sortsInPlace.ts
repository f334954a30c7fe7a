import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Sorts the arrivals that it was given by their delay. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = (arrivals as Arrival[])
    .sort((left, right) => left.arrivedAt - left.ts - (right.arrivedAt - right.ts))
    .map(({ ts, arrivedAt }) => arrivedAt - ts);
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.ceil(p * count) - 1] ?? Number.NaN;
  return { count, min: delays[0] ?? 0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1) };
}
