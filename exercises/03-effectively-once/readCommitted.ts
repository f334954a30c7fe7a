import { NotStarted } from "tidemark/exercises";

/** A record of a transaction, or the marker that ends the open transaction of its producer. */
export type Entry =
  | { readonly offset: number; readonly producer: string; readonly value: string }
  | { readonly offset: number; readonly producer: string; readonly marker: "commit" | "abort" };

export interface Reading {
  /** The offsets of the records that a reader gets. */
  readonly visible: number[];
  /** The first offset that it does not get to yet. */
  readonly lastStable: number;
}

/**
 * (Optional.) How far a reader with the setting read_committed gets, and what it is given.
 *
 * A transaction of a producer begins with its first record, and with its next one after a marker; the marker "commit" or
 * "abort" ends it. The reader stops before the first record of the earliest transaction that is still open: what comes
 * after it could turn out to have come first. Below that it gets the records whose transaction has committed.
 *
 * @param log one partition, in the order of its offsets
 * @returns `visible` ascending, without markers; `lastStable`: the offset of the first record of the earliest open
 *   transaction, or one more than the last offset (a marker's as well) when none is open; 0 for an empty log
 */
export function readCommitted(log: readonly Entry[]): Reading {
  throw new NotStarted();
}
