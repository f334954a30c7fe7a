import type { Window } from "tidemark/exercises";

/** Hops on from the start of the tumbling window around the time. */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs = 0): Window[] {
  const windows: Window[] = [];
  const tumbling = offsetMs + Math.floor((ts - offsetMs) / sizeMs) * sizeMs;
  for (let start = tumbling; start <= ts; start += hopMs) windows.push({ start, end: start + sizeMs });
  return windows;
}
