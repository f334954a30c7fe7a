import type { Event } from "tidemark/exercises";

/** Judges every event by the watermark at the end. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const watermark = Math.max(...events.map(({ ts }) => ts)) - delayMs;
  return { onTime: events.filter(({ ts }) => ts >= watermark), late: events.filter(({ ts }) => ts < watermark) };
}
