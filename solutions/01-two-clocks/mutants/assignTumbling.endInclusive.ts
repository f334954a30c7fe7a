import type { Window } from "tidemark/exercises";

/** Gives a time on a boundary to the window that ends there. */
export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
  const end = offsetMs + Math.ceil((ts - offsetMs) / sizeMs) * sizeMs;
  return { start: end - sizeMs, end };
}
