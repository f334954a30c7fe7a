export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** Looks at the newest event only. */
export function guardFuture(newest: number | null, ts: number, _now: number, limits: Limits): "accept" | "divert" {
  if (!Number.isSafeInteger(ts)) return "divert";
  return newest !== null && ts > newest + limits.maxJumpMs ? "divert" : "accept";
}
