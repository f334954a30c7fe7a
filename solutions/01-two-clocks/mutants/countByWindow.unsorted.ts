import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Lists windows in the order in which their first event came. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const counts = new Map<number, number>();
  for (const { ts, arrivedAt } of arrivals) {
    const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return [...counts].map(([start, count]) => ({ start, count }));
}
