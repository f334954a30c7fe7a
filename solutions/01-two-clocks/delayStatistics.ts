import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Sort the delays; the p-th percentile is at rank ceil(p·n), counted from 1. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);
  const count = delays.length;
  const percentile = (percent: number): number => delays[Math.ceil((percent * count) / 100) - 1] ?? Number.NaN;
  return { count, min: delays[0] ?? Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100) };
}
