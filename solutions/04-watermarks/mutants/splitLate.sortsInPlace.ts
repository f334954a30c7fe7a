import type { Event } from "tidemark/exercises";

/** Sorts the events that it was given by time, to make it easier. */
export function splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] } {
  const arrived = events as Event[];
  const newest = arrived.sort((left, right) => left.ts - right.ts).at(-1)?.ts ?? 0;
  const isLate = ({ ts }: Event): boolean => ts < newest - delayMs;
  return { onTime: arrived.filter((event) => !isLate(event)), late: arrived.filter(isLate) };
}
