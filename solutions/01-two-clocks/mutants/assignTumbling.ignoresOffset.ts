import type { Window } from "tidemark/exercises";

/** Aligns to zero, whatever the offset. */
export function assignTumbling(ts: number, sizeMs: number, _offsetMs = 0): Window {
  const start = Math.floor(ts / sizeMs) * sizeMs;
  return { start, end: start + sizeMs };
}
