/** Adds the delay in place of taking it off. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return Math.max(watermark, ts + delayMs);
}
