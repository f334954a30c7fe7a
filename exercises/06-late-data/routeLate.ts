import { NotStarted, type Window } from "tidemark/exercises";

/** Every window of an event, by what the event still does to it. */
export interface Route {
  /** Still open: the event counts when the window closes. */
  readonly onTime: Window[];
  /** Closed, but kept for a while: the event makes a new revision of a result that is out already. */
  readonly revise: Window[];
  /** Gone: the event comes too late for this window. */
  readonly late: Window[];
}

/**
 * What an event still does to each of its windows.
 *
 * A window closes when the watermark reaches its end, and is kept for `latenessMs` more. So it is open while the
 * watermark is before its end, gone from the moment when the watermark is at its end + `latenessMs` or beyond, and to be
 * revised in between. Each window is judged for itself: an event of hopping windows may be late for the first of them
 * and on time for the last.
 *
 * @param windows the windows of one event; it may be in one or in several
 * @param watermark just before the event; 0 is a time like any other, `-Infinity` comes before the first event of a
 *   stream and `Infinity` after its last
 * @param latenessMs how long a closed window is kept, in milliseconds of event time; 0 or more
 * @returns each window in one of the three lists; each list in the order in which they were given
 */
export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
  throw new NotStarted();
}
