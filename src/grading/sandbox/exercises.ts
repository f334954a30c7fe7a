/**
 * What an exercise imports: `import { type Event, NotStarted } from "tidemark/exercises"`. This file is all that a
 * learner's code can reach while it is graded, so it imports nothing.
 *
 * @module tidemark/exercises
 */

/** A record of the course's streams. `ts` is its event time in milliseconds since the epoch. */
export interface Event {
  readonly id: string;
  readonly key: string;
  readonly ts: number;
  readonly value: number;
}

/** An event with the time at which it arrived (processing time), in milliseconds since the epoch. */
export interface Arrival extends Event {
  readonly arrivedAt: number;
}

/** A half-open window: `start` belongs to it, `end` does not. Both in milliseconds since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** A session of one key. Unlike a window it holds both of its ends: `first` and `last` are times of events. */
export interface Session {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly sum: number;
}

/** Where a record stands in a topic. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
}

/** A record of a changelog: a `null` value is a tombstone. */
export interface Stored extends Position {
  readonly key: string;
  readonly value: string | null;
  readonly ts: number;
}

/** What a stub throws: the grader lists such an exercise as "not started", not as wrong. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
  constructor(message = "not started yet: replace this line with your code") {
    super(message);
  }
}
