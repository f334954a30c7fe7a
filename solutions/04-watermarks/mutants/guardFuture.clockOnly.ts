export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Looks at the clock only. */
export function guardFuture(_newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return ts > now + limits.maxFutureMs ? "divert" : "accept";
}
