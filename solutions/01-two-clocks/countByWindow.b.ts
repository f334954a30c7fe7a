import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Sorts the times first; then each window is a run of neighbors. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const times = arrivals.map((arrival) => (clock === "event" ? arrival.ts : arrival.arrivedAt)).sort((a, b) => a - b);
  const windows: { start: number; count: number }[] = [];
  for (const time of times) {
    const last = windows.at(-1);
    if (last !== undefined && time < last.start + sizeMs) last.count++;
    else windows.push({ start: time - (((time % sizeMs) + sizeMs) % sizeMs), count: 1 });
  }
  return windows;
}
