export interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

/** The latest time that is believed, then one comparison, written so that NaN fails it. */
export function guardFuture(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert" {
  const latest = Math.min(now + limits.maxFutureMs, newest === null ? Infinity : newest + limits.maxJumpMs);
  return Number.isSafeInteger(ts) && ts <= latest ? "accept" : "divert";
}
