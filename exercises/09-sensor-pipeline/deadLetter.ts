import { NotStarted, type Stored } from "tidemark/exercises";

/** Headers of a record: in an order, and a name may stand there more than once. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** What is sent to the dead-letter topic. */
export interface DeadLetter {
  readonly key: string;
  readonly value: string | null;
  readonly ts: number;
  readonly headers: Headers;
}

/** A record as it was read: with its topic and its headers. */
export interface ReadRecord extends Stored {
  readonly topic: string;
  readonly headers: Headers;
}

/**
 * The dead letter of a record that could not be used: the record itself, and headers that say why, and where it came from.
 *
 * Key, value and time are those of the record, untouched, so that it can be repaired and sent again: the value may be cut
 * in half, empty or `null`.
 *
 * The record's own headers come first, in their order, also repeated ones. Behind them stand these five, in this order,
 * their values as text: `dlq.reason`; `dlq.topic`, `dlq.partition` and `dlq.offset`, where the record was read; and
 * `dlq.attempt`.
 *
 * The attempt is "1", and one more each time that a record dies again: a record that was sent again has the headers of its
 * last letter, and its last `dlq.attempt` says how often it has died before. What is said anew takes the place of what was
 * said before, so that each of the five stands there once. Other headers stay, whatever their names begin with.
 */
export function deadLetter(record: ReadRecord, reason: string): DeadLetter {
  throw new NotStarted();
}
