import { NotStarted } from "tidemark/exercises";

export interface Limits {
  /** How far an event may be ahead of the clock, in milliseconds. */
  readonly maxFutureMs: number;
  /** How far an event may be ahead of the newest accepted one, in milliseconds. */
  readonly maxJumpMs: number;
}

/**
 * Decides whether an event may move the watermark. One event with a time far in the future would close every window;
 * such an event is diverted to the dead letters.
 *
 * Divert when `ts` is no safe integer, or is more than `maxFutureMs` after `now`, or, once there is a `newest`, is more
 * than `maxJumpMs` after it. Otherwise accept: exactly at a limit is accepted, and an old event always is (whether it
 * is late is decided elsewhere).
 *
 * @param newest the largest event time accepted so far; `null` before the first
 * @param ts the event's own time in milliseconds; it may be anything that a broken producer sends
 * @param now when the record was appended to the log, in milliseconds
 */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  throw new NotStarted();
}
