/** What a future guard bounds; `null` switches a bound off. Times in milliseconds. */
export interface FutureLimits {
  /** How far an event may be ahead of its append time. */
  readonly maxFutureMs: number | null;
  /** How far an event may be beyond the largest event time accepted so far. */
  readonly maxJumpMs: number | null;
  /** After so many jumps in a row the jump is believed; `null`: never. */
  readonly jumpConfirmations: number | null;
}

/** Why an event was diverted. */
export type Diverted = "future" | "jump";

/**
 * Keeps one poisoned timestamp from closing every window (Kafka's open KIP-1334): an event further ahead than
 * `maxFutureMs` of its append time, or more than `maxJumpMs` beyond the largest time accepted, is diverted and moves
 * nothing. Exactly at a bound is accepted. After `jumpConfirmations` jumps in a row the next one is believed: after a
 * real outage nothing may be diverted for ever. One guard for each partition.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FutureGuard } from "tidemark/core";
 *
 * const guard = new FutureGuard({ maxFutureMs: null, maxJumpMs: 10, jumpConfirmations: 2 });
 * assert.deepEqual([0, 10, 99, 98, 97, 96].map((ts) => guard.judge(ts, null)), [null, null, "jump", "jump", null, null]);
 * ```
 */
export class FutureGuard {
  /** The largest event time accepted; `null` before the first. */
  newest: number | null = null;
  /** Jumps diverted in a row. */
  jumps = 0;

  constructor(readonly limits: FutureLimits) {}

  /**
   * @param ts event time, an integer
   * @param now append time, or an injected clock's; `null` where neither is known, then only jumps are bounded
   */
  judge(ts: number, now: number | null): Diverted | null {
    const { maxFutureMs, maxJumpMs, jumpConfirmations } = this.limits;
    if (maxFutureMs !== null && now !== null && ts > now + maxFutureMs) return "future";
    if (maxJumpMs !== null && this.newest !== null && ts > this.newest + maxJumpMs) {
      if (jumpConfirmations === null || this.jumps < jumpConfirmations) {
        this.jumps++;
        return "jump";
      }
    }
    this.jumps = 0;
    if (this.newest === null || ts > this.newest) this.newest = ts;
    return null;
  }
}
