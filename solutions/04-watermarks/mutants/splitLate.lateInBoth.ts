import type { Event } from "tidemark/exercises";

/** Keeps late events among those on time as well. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.ts < watermark) late.push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime: [...events], late };
}
