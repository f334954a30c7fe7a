import type { Event } from "tidemark/exercises";

/** Lets every event on time move the watermark, also back. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.ts < watermark) {
      late.push(event);
    } else {
      onTime.push(event);
      watermark = event.ts - delayMs;
    }
  }
  return { onTime, late };
}
