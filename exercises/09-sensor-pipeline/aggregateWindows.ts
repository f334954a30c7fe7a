import { NotStarted } from "tidemark/exercises";

/** A part of a window's readings, added up. A part without readings has count 0 and sum 0; its min and max say nothing. */
export interface Pane {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

/**
 * Puts the parts of a window together: the smallest and the largest reading, and the mean of all readings.
 *
 * Readings are whole numbers of either sign, so sums are exact. Parts come in any order, and a part may be empty; without
 * any reading there is nothing to tell: `null`.
 */
export function aggregateWindows(panes: readonly Pane[]): { min: number; max: number; average: number } | null {
  throw new NotStarted();
}
