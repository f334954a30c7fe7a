import type { Event } from "tidemark/exercises";

/** Compares with the event just before, not with the largest so far. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    (event.ts < watermark ? late : onTime).push(event);
    watermark = event.ts - delayMs;
  }
  return { onTime, late };
}
