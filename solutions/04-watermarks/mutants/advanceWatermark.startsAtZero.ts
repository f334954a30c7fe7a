/** Takes 0 for the beginning of time. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return Math.max(0, watermark, ts - delayMs);
}
