export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Takes a newest time of 0 for none. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts > now + limits.maxFutureMs || (newest ? ts > newest + limits.maxJumpMs : false) ? "divert" : "accept";
}
