import type { Arrival } from "tidemark/exercises";

export interface WindowCount {
  readonly start: number;
  readonly count: number;
}

/** Lists the empty windows in between as well. */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  const starts = arrivals.map(
    ({ ts, arrivedAt }) => Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs,
  );
  const windows: WindowCount[] = [];
  for (let start = Math.min(...starts); start <= Math.max(...starts); start += sizeMs) {
    windows.push({ start, count: starts.filter((other) => other === start).length });
  }
  return windows;
}
