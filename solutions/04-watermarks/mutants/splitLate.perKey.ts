import type { Event } from "tidemark/exercises";

/** Keeps a watermark for each key. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  const watermarks = new Map<string, number>();
  for (const event of events) {
    const watermark = watermarks.get(event.key) ?? Number.NEGATIVE_INFINITY;
    (event.ts < watermark ? late : onTime).push(event);
    watermarks.set(event.key, Math.max(watermark, event.ts - delayMs));
  }
  return { onTime, late };
}
