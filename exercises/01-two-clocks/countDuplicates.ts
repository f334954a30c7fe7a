import { type Event, NotStarted } from "tidemark/exercises";

/**
 * How many arrivals are duplicates: their id arrived before, whatever else is in them. Three copies of an event are two
 * duplicates.
 *
 * @param events in the order in which they arrived; an id may be any text
 */
export function countDuplicates(events: readonly Event[]): number {
  throw new NotStarted();
}
