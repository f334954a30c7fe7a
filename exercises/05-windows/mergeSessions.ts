import { type Event, NotStarted, type Session } from "tidemark/exercises";

/**
 * The sessions of one key after one more event.
 *
 * A session holds events that follow each other at a distance of at most `gapMs`; it runs from its first event to its
 * last, both included. The event joins every session that it is at most `gapMs` away from: before its first event, after
 * its last, or between them. If that is more than one session, the event is a bridge and they become one, with their
 * counts and sums added up. If it is none, the event is a session by itself.
 *
 * @param sessions ascending, with more than `gapMs` from the last event of one to the first of the next; do not change it
 * @param event it may be older than any of them
 * @param gapMs in milliseconds, 1 or more; exactly this far apart is still one session
 * @returns the sessions with the event in them, ascending, and again more than `gapMs` apart
 */
export function mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[] {
  throw new NotStarted();
}
