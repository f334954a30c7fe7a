import type { Window } from "tidemark/exercises";

/** Takes it that a time is in size / hop windows, rounded down. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
  const count = Math.floor(sizeMs / hopMs);
  return Array.from({ length: count }, (_, index) => {
    const start = latest - (count - 1 - index) * hopMs;
    return { start, end: start + sizeMs };
  });
}
