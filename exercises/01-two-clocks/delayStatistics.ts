import { type Arrival, NotStarted } from "tidemark/exercises";

export interface DelayStatistics {
  /** How many arrivals there were. */
  readonly count: number;
  /** All four in milliseconds. */
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

/**
 * How late the events of a stream arrive.
 *
 * The delay of an arrival is the time from when it happened (`ts`) to when it arrived (`arrivedAt`). It is negative when
 * the clock of whoever sent it runs ahead, and counts like any other. Each copy of an event is an arrival of its own.
 *
 * The median is the smallest of the delays such that at least 50 % of all delays are that or less; p95 is the same with
 * 95 %. So both are delays that did occur ("nearest rank"), never something in between.
 *
 * @param arrivals in any order
 * @returns `null` when nothing arrived
 */
export function delayStatistics(arrivals: readonly Arrival[]): DelayStatistics | null {
  throw new NotStarted();
}
