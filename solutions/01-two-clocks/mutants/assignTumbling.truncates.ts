import type { Window } from "tidemark/exercises";

/** Rounds toward zero, which before the offset is upward. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = offsetMs + Math.trunc((ts - offsetMs) / sizeMs) * sizeMs;
  return { start, end: start + sizeMs };
}
