import type { Event } from "tidemark/exercises";

/** Throws late events away. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  let watermark = Number.NEGATIVE_INFINITY;
  const onTime = events.filter(({ ts }) => {
    const keep = ts >= watermark;
    watermark = Math.max(watermark, ts - delayMs);
    return keep;
  });
  return { onTime, late: [] };
}
