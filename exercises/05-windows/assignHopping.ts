import { NotStarted, type Window } from "tidemark/exercises";

/**
 * All hopping windows that a time belongs to.
 *
 * Hopping windows are all equally long, and a new one starts every `hopMs`; so they overlap, and a time is in several.
 * Each contains its start and not its end. One of them starts at `offsetMs`, and all others start a whole number of hops
 * before or after it.
 *
 * @param ts a time, in milliseconds since the epoch; times before the epoch are negative
 * @param sizeMs the length of a window, in milliseconds
 * @param hopMs from the start of one window to the start of the next, in milliseconds: 1 or more and at most `sizeMs`,
 *   which need not be a multiple of it
 * @param offsetMs where a window starts, in milliseconds: any integer; 0 when left out
 * @returns every window with start <= ts and ts < end, by ascending start
 */
export function assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs?: number): Window[] {
  throw new NotStarted();
}
