export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Three reasons to divert, one after the other; each limit itself is still accepted. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  if (ts > now + limits.maxFutureMs) return "divert";
  if (newest !== null && ts > newest + limits.maxJumpMs) return "divert";
  return "accept";
}
