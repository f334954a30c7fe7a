export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Measures the jump from the clock. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts > now + limits.maxFutureMs || (newest !== null && ts > now + limits.maxJumpMs) ? "divert" : "accept";
}
