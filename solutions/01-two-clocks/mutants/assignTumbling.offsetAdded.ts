import type { Window } from "tidemark/exercises";

/** Finds the window without the offset and then moves it. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const start = Math.floor(ts / sizeMs) * sizeMs + offsetMs;
  return { start, end: start + sizeMs };
}
