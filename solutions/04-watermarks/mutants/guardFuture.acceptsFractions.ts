export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Asks for a finite number where a whole one is meant. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isFinite(ts)) return "divert";
  return ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs) ? "divert" : "accept";
}
