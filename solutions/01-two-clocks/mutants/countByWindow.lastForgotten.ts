import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Adds a window when the next one begins, and so never the last. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const times = arrivals.map((arrival) => (clock === "event" ? arrival.ts : arrival.arrivedAt)).sort((a, b) => a - b);
  const windows: WindowCount[] = [];
  let open: { start: number; count: number } = { start: Number.NaN, count: 0 };
  for (const time of times) {
    const start = Math.floor(time / sizeMs) * sizeMs;
    if (start !== open.start) {
      if (open.count > 0) windows.push(open);
      open = { start, count: 0 };
    }
    open.count++;
  }
  return windows;
}
