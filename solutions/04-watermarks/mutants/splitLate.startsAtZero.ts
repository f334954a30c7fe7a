import type { Event } from "tidemark/exercises";

/** Takes 0 for the beginning of time. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = 0;
  for (const event of events) {
    (event.ts < watermark ? late : onTime).push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime, late };
}
