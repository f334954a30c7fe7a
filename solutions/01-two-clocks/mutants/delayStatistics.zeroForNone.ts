import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Answers with zeros when nothing arrived. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return { count: 0, min: 0, median: 0, p95: 0, max: 0 };
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);
  const count = delays.length;
  const percentile = (p: number): number => delays[Math.ceil(p * count) - 1] ?? Number.NaN;
  return { count, min: delays[0] ?? 0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1) };
}
