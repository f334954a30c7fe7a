import type { Timed } from "./aggregates.js";

export type Key = string | number;

/** An event as it arrives: in which lane, under which key. */
export interface Arrival extends Timed {
  readonly lane: number;
  readonly key: Key;
  /** Lanes that are found idle before it comes. */
  readonly idleBefore?: readonly number[];
}

/** A result, as `run` gives it: `row` is `null` for a retraction or a tombstone, `window` where there is none. */
export interface Emitted {
  readonly key: Key | null;
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly ts: number;
  readonly window: { readonly start: number; readonly end: number } | null;
  readonly revision: number;
}

export interface LateEvent {
  readonly row: Timed["row"];
  /** The watermark by which it was judged. */
  readonly watermark: number;
}

/** An event that was too late for some of its windows and counts in the others. */
export interface PartlyLate {
  readonly row: Timed["row"];
  readonly missed: readonly { readonly start: number; readonly end: number }[];
}

/** Everything that comes out of a run, in order within each list. */
export interface Outcome {
  readonly results: readonly Emitted[];
  readonly late: readonly LateEvent[];
  readonly partlyLate: readonly PartlyLate[];
}
