/** Flink's watermark: one millisecond lower, because there it means "no event at or before". */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return Math.max(watermark, ts - delayMs - 1);
}
