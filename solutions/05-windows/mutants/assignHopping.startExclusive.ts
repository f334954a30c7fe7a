import type { Window } from "tidemark/exercises";

/** Takes windows for open at their start and closed at their end. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const latest = offsetMs + (Math.ceil((ts - offsetMs) / hopMs) - 1) * hopMs;
  for (let start = latest; start + sizeMs >= ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs });
  return windows;
}
