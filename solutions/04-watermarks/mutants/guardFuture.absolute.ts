export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Takes an old event for one with a broken clock. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return Math.abs(ts - now) > limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs)
    ? "divert"
    : "accept";
}
