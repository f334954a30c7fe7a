import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Takes the ranks in the order of arrival, and forgets to sort. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts);
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.ceil(p * count) - 1] ?? Number.NaN;
  return { count, min: Math.min(...delays), median: percentile(0.5), p95: percentile(0.95), max: Math.max(...delays) };
}
