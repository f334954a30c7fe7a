import type { Event } from "tidemark/exercises";

/** Judges an event by the watermark that it has moved itself. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    watermark = Math.max(watermark, event.ts - delayMs);
    (event.ts <= watermark ? late : onTime).push(event);
  }
  return { onTime, late };
}
