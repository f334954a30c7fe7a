import { type Event, NotStarted } from "tidemark/exercises";

/** What was true of a key from an instant on, until its next version. */
export interface Version {
  readonly key: string;
  /** Milliseconds since the epoch; valid from here on, this instant included. */
  readonly from: number;
  /** Any text. */
  readonly value: string;
}

export type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

/**
 * What was valid of an event's key when the event happened, whatever is valid by now.
 *
 * The versions come from a stream of their own, and one may be late. So the answer has to wait until no version from
 * before the event, or from its very instant, is expected any more: it waits while `watermark` is at most the event's ts.
 * Then it is the version of the event's key with the largest `from` that is at most the event's ts; of several with the
 * same `from`, the last in the list. Where there is none it is `null`.
 *
 * @param versions those that have come so far, of all keys, in any order of their times
 * @param watermark of the stream of versions; `-Infinity` before its first, `Infinity` when it has ended
 */
export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
  throw new NotStarted();
}
