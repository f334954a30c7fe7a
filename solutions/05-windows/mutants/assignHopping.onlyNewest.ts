import type { Window } from "tidemark/exercises";

/** Puts the time into the latest window only, as if the windows tumbled. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const start = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
  return [{ start, end: start + sizeMs }];
}
