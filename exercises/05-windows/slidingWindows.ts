import { NotStarted } from "tidemark/exercises";

export interface SlidingCount {
  readonly start: number;
  /** Unlike the end of other windows it belongs to the window: an event at `end` counts. */
  readonly end: number;
  readonly count: number;
}

/**
 * (Optional.) Kafka's sliding windows over all events of one key: one window for each different set of events that lie
 * at most `differenceMs` apart.
 *
 * A sliding window is [start, start + differenceMs], with both ends in it. Each event at `ts` asks for two of them: the
 * one that ends with it, from ts - differenceMs, and the one that begins just after it, from ts + 1. A window that holds
 * no event does not exist, and one that several events ask for exists once.
 *
 * @param times of the events, in milliseconds since the epoch, in any order; equal times are events of their own, and
 *   each counts
 * @param differenceMs how far apart the events of a window may be, in milliseconds, 0 or more
 * @returns the windows by ascending start; a start may be negative
 */
export function slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[] {
  throw new NotStarted();
}
