import type { Event } from "tidemark/exercises";

/** One pass: judge each event by the watermark before it, then let it move the watermark. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    (event.ts < watermark ? late : onTime).push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime, late };
}
