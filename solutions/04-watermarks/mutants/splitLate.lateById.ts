import type { Event } from "tidemark/exercises";

/** Remembers ids that are late: an event that came in time is late with its copy. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const lateIds = new Set<string>();
  let watermark = Number.NEGATIVE_INFINITY;
  for (const { id, ts } of events) {
    if (ts < watermark) lateIds.add(id);
    watermark = Math.max(watermark, ts - delayMs);
  }
  return { onTime: events.filter(({ id }) => !lateIds.has(id)), late: events.filter(({ id }) => lateIds.has(id)) };
}
