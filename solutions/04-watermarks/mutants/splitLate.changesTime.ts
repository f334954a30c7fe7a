import type { Event } from "tidemark/exercises";

/** Hands out a late event with another time: that of the watermark. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.ts < watermark) late.push({ ...event, ts: watermark });
    else onTime.push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime, late };
}
