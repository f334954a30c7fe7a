import type { Window } from "tidemark/exercises";

/** Tries every start from which a window could reach the time: slow for long windows, and plainly right. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  for (let start = ts - sizeMs + 1; start <= ts; start++) {
    if ((start - offsetMs) % hopMs === 0) windows.push({ start, end: start + sizeMs });
  }
  return windows;
}
