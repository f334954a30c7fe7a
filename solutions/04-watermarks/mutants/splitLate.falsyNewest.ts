import type { Event } from "tidemark/exercises";

/** Takes a newest time of 0 for none. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const onTime: Event[] = [];
  const late: Event[] = [];
  let newest: number | undefined;
  for (const event of events) {
    (newest !== undefined && event.ts < newest - delayMs ? late : onTime).push(event);
    if (!newest || event.ts > newest) newest = event.ts;
  }
  return { onTime, late };
}
