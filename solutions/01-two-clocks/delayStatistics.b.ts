import type { Arrival } from "tidemark/exercises";

export interface DelayStatistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/** Counts how often each delay occurs, and walks up the delays until enough are covered. */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  const occurrences = new Map<number, number>();
  for (const { ts, arrivedAt } of arrivals) {
    occurrences.set(arrivedAt - ts, (occurrences.get(arrivedAt - ts) ?? 0) + 1);
  }
  const steps = [...occurrences].sort(([left], [right]) => left - right);
  const [first, last] = [steps.at(0), steps.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    count: arrivals.length,
    min: first[0],
    median: covering(steps, arrivals.length * 50),
    p95: covering(steps, arrivals.length * 95),
    max: last[0],
  };
}

/** The first delay at which the hundredfold of the delays counted so far reaches `hundredths`. */
function covering(steps: readonly (readonly [number, number])[], hundredths: number): number {
  let covered = 0;
  for (const [delay, times] of steps) {
    covered += times * 100;
    if (covered >= hundredths) return delay;
  }
  return Number.NaN;
}
