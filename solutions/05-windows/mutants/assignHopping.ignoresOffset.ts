import type { Window } from "tidemark/exercises";

/** Lets windows start at 0, whatever the offset. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, _offsetMs = 0): Window[] {
  const windows: Window[] = [];
  for (let start = Math.floor(ts / hopMs) * hopMs; start + sizeMs > ts; start -= hopMs) {
    windows.unshift({ start, end: start + sizeMs });
  }
  return windows;
}
