import type { Event } from "tidemark/exercises";

/** Leaves out an event whose id it has seen. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  const seen = new Set<string>();
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    (event.ts < watermark ? late : onTime).push(event);
    watermark = Math.max(watermark, event.ts - delayMs);
  }
  return { onTime, late };
}
