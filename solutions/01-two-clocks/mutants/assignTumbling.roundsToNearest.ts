import type { Window } from "tidemark/exercises";

/** Rounds to the nearest boundary. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = offsetMs + Math.round((ts - offsetMs) / sizeMs) * sizeMs;
  return { start, end: start + sizeMs };
}
