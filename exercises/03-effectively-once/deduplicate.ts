import { type Event, NotStarted } from "tidemark/exercises";

/** What you remember of the events so far: yours to choose, as long as JSON can hold it (no Set, no Map, no Infinity). */
export type Memory = unknown;

/** The memory before the first event. */
export const empty: Memory = null;

export interface Judged {
  readonly verdict: "new" | "duplicate" | "too-old";
  /** What you remember from now on. */
  readonly memory: Memory;
}

/**
 * Tells copies from new events, with a memory that stays small however long the stream is.
 *
 * An event is "too-old" when the stream has moved on by `horizonMs` or more: when its ts + horizonMs is at most the
 * largest ts of all events before it, whatever their keys. Nothing can be said about it any more, since its id may be
 * forgotten. Otherwise it is a "duplicate" when an event of the same id was "new" before, and "new" when not.
 *
 * The memory is handed on from call to call, at times through JSON, as over a restart. An id that could only be too old
 * need not be remembered, and not all of them may be: at most 64 more than three times those that could still be a
 * duplicate, at 120 characters of JSON each. You need not clean up at every step.
 *
 * @param memory what you gave back last; `empty` at first. Do not change it: give back another
 * @param event a copy has the id and ts of its original; its value may differ. An id may be any text
 * @param horizonMs how far back copies are looked for, in milliseconds, 1 or more; the same for the whole stream
 */
export function deduplicate(memory: Memory, event: Event, horizonMs: number): Judged {
  throw new NotStarted();
}
