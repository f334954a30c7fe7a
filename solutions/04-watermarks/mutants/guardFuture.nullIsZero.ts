export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Takes 0 for the newest time before the first event. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts > now + limits.maxFutureMs || ts > (newest ?? 0) + limits.maxJumpMs ? "divert" : "accept";
}
