export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Diverts an event at a limit. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts >= now + limits.maxFutureMs || (newest !== null && ts >= newest + limits.maxJumpMs) ? "divert" : "accept";
}
