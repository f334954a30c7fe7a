/** Follows every event, also one that is behind. */
export function advanceWatermark(_watermark: number, ts: number, delayMs: number): number {
  return ts - delayMs;
}
