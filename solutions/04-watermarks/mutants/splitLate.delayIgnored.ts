import type { Event } from "tidemark/exercises";

/** Calls every event late that is behind another. */
export function splitLate(events: readonly Event[], _delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    (event.ts < watermark ? late : onTime).push(event);
    watermark = Math.max(watermark, event.ts);
  }
  return { onTime, late };
}
