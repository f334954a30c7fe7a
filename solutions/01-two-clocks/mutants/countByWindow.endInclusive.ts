import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Gives a time on a boundary to the window that ends there. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const counts = new Map<number, number>();
  for (const { ts, arrivedAt } of arrivals) {
    const start = Math.ceil((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs - sizeMs;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start);
}
