import { type Event, NotStarted } from "tidemark/exercises";

/** What you keep of the events so far: yours to choose, as long as JSON can hold it (no Set, no Map, no Infinity). */
export type State = unknown;

/** What is kept before the first event. */
export const empty: State = null;

/** A result of a window, or an event that came too late. */
export type Output =
  | { readonly start: number; readonly revision: number; readonly count: number }
  | { readonly late: Event };

export interface Step {
  /** What you keep from now on. */
  readonly state: State;
  readonly out: Output[];
}

/**
 * Counts the events of one key in tumbling windows, and corrects a count that is out already when a late event comes in.
 *
 * The event first, judged by `watermark.before`. Its window is [start, start + sizeMs), with start a multiple of sizeMs:
 * - open (before < end): it counts in silence;
 * - closed, but not yet gone: it counts, and the window's new count comes out with the next revision; with revision 0
 *   when the window has told nothing yet, because this is its first event;
 * - gone (end + latenessMs <= before): it changes nothing, and comes out itself as `{ late: event }`.
 *
 * Then the watermark moves to `watermark.after`. Every window with an event and with before < end <= after closes: its
 * count comes out with revision 0, by ascending start. A window with end + latenessMs <= after is gone, and nothing of
 * it need be kept: over a long stream the state must not grow. You need not clean up at every step. Measured are 1,200
 * events that come evenly: in their second half the state may have at most 1.5 times as many characters of JSON as it
 * ever had in their first half, and 64.
 *
 * @param state what you gave back last; `empty` at first. It goes through JSON at times, as over a restart. Do not
 *   change it: give back another
 * @param event the next of the key; every event has the same key, and each call counts, also with an id that came before
 * @param watermark `before` is the last call's `after`, and `-Infinity` at first. `after` is never less; it may rise at
 *   any event, also at a late one, by any amount, and is `Infinity` in the last call of a stream that ends
 * @param rules the same for the whole stream: sizeMs is 1 or more, latenessMs 0 or more
 */
export function reviseWindow(
  state: State,
  event: Event,
  watermark: { before: number; after: number },
  rules: { sizeMs: number; latenessMs: number },
): Step {
  throw new NotStarted();
}
