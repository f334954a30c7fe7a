import type { Window } from "tidemark/exercises";

/** Numbers the windows, and finds the first and the last number that will do: no loop that searches. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const first = Math.ceil((ts - offsetMs - sizeMs + 1) / hopMs);
  const last = Math.floor((ts - offsetMs) / hopMs);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const start = offsetMs + (first + index) * hopMs;
    return { start, end: start + sizeMs };
  });
}
