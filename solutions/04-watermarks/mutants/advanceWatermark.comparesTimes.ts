/** Compares the event's time with the watermark, and forgets the delay in the comparison. */
export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
  return ts > watermark ? ts - delayMs : watermark;
}
