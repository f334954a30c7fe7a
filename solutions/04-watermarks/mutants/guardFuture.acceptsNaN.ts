export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Compares, and forgets that NaN is neither larger nor smaller. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  return ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs) ? "divert" : "accept";
}
