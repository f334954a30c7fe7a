/** The same as a decision: an event moves the watermark only when it is ahead of it by more than the delay. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  const ahead = ts - watermark;
  if (ahead <= delayMs) return watermark;
  return ts - delayMs;
}
