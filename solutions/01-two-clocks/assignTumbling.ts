import type { Window } from "tidemark/exercises";

/** Which window it is, counted from the one at the offset; rounding down is right on both sides of zero. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const index = Math.floor((ts - offsetMs) / sizeMs);
  const start = offsetMs + index * sizeMs;
  return { start, end: start + sizeMs };
}
