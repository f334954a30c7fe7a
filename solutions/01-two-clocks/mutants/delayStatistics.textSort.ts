import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Sorts the delays without a comparison: as texts, 10 comes before 9. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort();
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.ceil(p * count) - 1] ?? Number.NaN;
  return { count, min: delays[0] ?? 0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1) };
}
