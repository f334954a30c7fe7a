import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Reads event time, whatever clock is asked for. */
export function countByWindow(
  arrivals: readonly Arrival[],
  sizeMs: number,
  _clock: "event" | "arrival",
): WindowCount[] {
  const counts = new Map<number, number>();
  for (const { ts } of arrivals) {
    const start = Math.floor(ts / sizeMs) * sizeMs;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start);
}
