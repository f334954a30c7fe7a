import { NotStarted, type Window } from "tidemark/exercises";

/**
 * The tumbling window that a time belongs to.
 *
 * Tumbling windows are all equally long and follow one another without a gap; each contains its start and not its end.
 * One of them starts at `offsetMs`, and so all others start a whole number of sizes before or after it.
 *
 * @param ts a time, in milliseconds since the epoch; times before the epoch are negative
 * @param sizeMs the length of a window, in milliseconds, 1 or more
 * @param offsetMs where a window starts, in milliseconds: any integer, also one larger than `sizeMs`; 0 when left out
 * @returns the one window with start <= ts and ts < end
 */
export function assignTumbling(ts: number, sizeMs: number, offsetMs?: number): Window {
  throw new NotStarted();
}
