import type { Window } from "tidemark/exercises";

/** Lists the latest window first. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
  for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.push({ start, end: start + sizeMs });
  return windows;
}
