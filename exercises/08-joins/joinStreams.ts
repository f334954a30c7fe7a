import { type Event, NotStarted } from "tidemark/exercises";

/** What you remember of both streams: yours to choose, as long as JSON can hold it (no Set, no Map, no Infinity). */
export type State = unknown;

/** The state before the first event. */
export const empty: State = null;

/** How far the right event's time may be from the left one's, in milliseconds, both 0 or more. */
export interface Bounds {
  readonly beforeMs: number;
  readonly afterMs: number;
}

export interface Step {
  /** What you remember from now on. */
  readonly state: State;
  /** What comes out of this step, in any order: pairs, and left events that have found nobody. */
  readonly out: { readonly left: Event; readonly right: Event | null }[];
}

/**
 * One step of a left join of two streams: an event arrives on one of the two sides.
 *
 * A left and a right event of equal key are a pair when `-beforeMs <= right.ts - left.ts <= afterMs`. A pair comes out
 * once, when the second of the two arrives, whichever it is. A left event may have many partners, a right one too; each
 * arrival is an event of its own, even when its id has come before.
 *
 * A left event that has had no partner comes out once, with `right: null`, in the first step whose `watermark` is beyond
 * `left.ts + afterMs`: then no partner can come any more. It may be the very step in which it arrived. In each step
 * the event finds its partners first; what has become hopeless comes out afterwards.
 *
 * The state is handed on from call to call, at times through JSON, as over a restart. Do not change it: give back
 * another. It must not grow with the stream: a left event is of no more use when `watermark > left.ts + afterMs`, a right
 * one when `watermark > right.ts + beforeMs`. You need not clean up at every step. Measured are 800 steps that come
 * evenly: in their second half the state may have at most 1.5 times as many characters of JSON as it ever had in their
 * first half, and 64.
 *
 * @param state what you gave back last; `empty` at first
 * @param side the stream that the event came on
 * @param event never behind the watermark of the step before: late events have been sorted out already
 * @param watermark of both streams together, as it is after this event; it never goes back. In the last step of a stream
 *   that ends it is `Infinity`
 * @param bounds the same in every step
 */
export function joinStreams(state: State, side: "left" | "right", event: Event, watermark: number, bounds: Bounds): Step {
  throw new NotStarted();
}
