import type { Window } from "tidemark/exercises";

/** Gives the last millisecond of the window for its end. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = offsetMs + Math.floor((ts - offsetMs) / sizeMs) * sizeMs;
  return { start, end: start + sizeMs - 1 };
}
