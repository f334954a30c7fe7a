import { type Arrival, NotStarted } from "tidemark/exercises";

export interface WindowCount {
  /** The start of the window, in milliseconds since the epoch. */
  readonly start: number;
  readonly count: number;
}

/**
 * Counts arrivals in tumbling windows, by the clock that is asked for: "event" puts each into the window in which it
 * happened (`ts`), "arrival" into the one in which it came (`arrivedAt`).
 *
 * Windows start at the multiples of `sizeMs`; each contains its start and not its end (see `assignTumbling`).
 *
 * @param arrivals in any order
 * @param sizeMs the length of a window, in milliseconds, 1 or more
 * @param clock which of the two times counts
 * @returns the windows that hold something, by start, the earliest first
 */
export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {
  throw new NotStarted();
}
