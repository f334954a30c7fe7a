import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Answers with a figure between two delays where the rank is none. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  if (arrivals.length === 0) return null;
  const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);
  const percentile = (p: number): number => {
    const rank = p * (delays.length - 1);
    const [below, above] = [delays[Math.floor(rank)] ?? 0, delays[Math.ceil(rank)] ?? 0];
    return below + (above - below) * (rank - Math.floor(rank));
  };
  return {
    count: delays.length,
    min: percentile(0),
    median: percentile(0.5),
    p95: percentile(0.95),
    max: percentile(1),
  };
}
