import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Takes the one clock for the other. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const counts = new Map<number, number>();
  for (const { ts, arrivedAt } of arrivals) {
    const start = Math.floor((clock === "arrival" ? ts : arrivedAt) / sizeMs) * sizeMs;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start);
}
