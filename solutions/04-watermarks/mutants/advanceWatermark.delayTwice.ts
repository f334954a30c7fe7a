/** Takes the delay off twice. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return Math.max(watermark, ts - 2 * delayMs);
}
