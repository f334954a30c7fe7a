/** Takes a watermark of 0 for none. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return watermark && watermark > ts - delayMs ? watermark : ts - delayMs;
}
