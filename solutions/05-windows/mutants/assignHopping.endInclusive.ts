import type { Window } from "tidemark/exercises";

/** Lets a window contain its end as well. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
  for (let start = latest; start + sizeMs >= ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs });
  return windows;
}
