import type { Window } from "tidemark/exercises";

/** Adds one size before the remainder, which helps only down to one size before the offset. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = ts - ((ts - offsetMs + sizeMs) % sizeMs);
  return { start, end: start + sizeMs };
}
