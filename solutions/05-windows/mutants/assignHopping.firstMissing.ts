import type { Window } from "tidemark/exercises";

/** Stops before the oldest window when the time is the last millisecond of it. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
  for (let start = latest; start + sizeMs > ts + 1; start -= hopMs) windows.unshift({ start, end: start + sizeMs });
  return windows;
}
