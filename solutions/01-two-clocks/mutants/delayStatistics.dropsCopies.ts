import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Counts only the first arrival of each id. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = [...new Map([...arrivals].reverse().map((arrival) => [arrival.id, arrival])).values()]
    .map(({ ts, arrivedAt }) => arrivedAt - ts)
    .sort((left, right) => left - right);
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.ceil(p * count) - 1] ?? Number.NaN;
  return { count, min: delays[0] ?? 0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1) };
}
