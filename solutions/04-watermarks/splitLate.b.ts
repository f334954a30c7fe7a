import type { Event } from "tidemark/exercises";

/** First a fate for each event, by the largest time before it; then the two lists. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const isLate = lateness(
    events.map(({ ts }) => ts),
    delayMs,
  );
  return {
    onTime: events.filter((_, index) => !isLate[index]),
    late: events.filter((_, index) => isLate[index]),
  };
}

function lateness(times: readonly number[], delayMs: number): boolean[] {
  let newest: number | null = null;
  return times.map((ts) => {
    const late = newest !== null && newest - ts > delayMs;
    if (newest === null || ts > newest) newest = ts;
    return late;
  });
}
