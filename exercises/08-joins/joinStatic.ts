import { type Event, NotStarted } from "tidemark/exercises";

export interface Joined {
  /** The events whose key has a price, each with it: the fields of the event, and `price`. */
  readonly joined: (Event & { readonly price: number })[];
  /** The events whose key has none. */
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/**
 * Looks each event up in a fixed table: what is known of its key is put beside it.
 *
 * Only the table's own keys match: an event of key "constructor" has a price when the table was given one, not because
 * every object has something by that name. A price of 0 is a price. Every event is in exactly one of the two lists, and
 * both keep the order of arrival.
 *
 * @param events in the order in which they arrived
 * @param prices a plain object, from key to price
 */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  throw new NotStarted();
}
