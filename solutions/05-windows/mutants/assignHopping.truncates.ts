import type { Window } from "tidemark/exercises";

/** Rounds toward zero, which is upward for negative times. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const latest = offsetMs + Math.trunc((ts - offsetMs) / hopMs) * hopMs;
  for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs });
  return windows;
}
