import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Takes the rank, which counts from 1, for an index, which counts from 0. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.min(Math.ceil(p * count), count - 1)] ?? Number.NaN;
  return { count, min: delays[0] ?? 0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1) };
}
