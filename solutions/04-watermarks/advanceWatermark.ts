/** The largest of all `ts - delayMs` so far is the largest `ts` so far, minus the delay: one number is all it takes. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return Math.max(watermark, ts - delayMs);
}
