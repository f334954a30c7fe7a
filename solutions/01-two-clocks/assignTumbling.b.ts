import type { Window } from "tidemark/exercises";

/** How far into its window the time is: a remainder made non-negative; the start is that far back. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const remainder = (ts - offsetMs) % sizeMs;
  const sinceStart = remainder < 0 ? remainder + sizeMs : remainder;
  return { start: ts - sinceStart, end: ts - sinceStart + sizeMs };
}
