export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Diverts only what breaks both limits. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts > now + limits.maxFutureMs && (newest === null || ts > newest + limits.maxJumpMs) ? "divert" : "accept";
}
