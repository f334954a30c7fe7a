import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Sorts starts as texts. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const counts = new Map<number, number>();
  for (const { ts, arrivedAt } of arrivals) {
    const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts.keys()].sort().map((start) => ({ start, count: counts.get(start) ?? 0 }));
}
