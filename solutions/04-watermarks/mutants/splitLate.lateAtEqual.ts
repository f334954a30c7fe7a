import type { Event } from "tidemark/exercises";

/** Calls an event at the watermark late. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    (event.ts <= watermark ? late : onTime).push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime, late };
}
