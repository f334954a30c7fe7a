/** Waits for nothing. */
export function advanceWatermark(watermark: number, ts: number, _delayMs: number): number {
  return Math.max(watermark, ts);
}
