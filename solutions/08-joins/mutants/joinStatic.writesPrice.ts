import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Writes the price into the event that it was given. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;
    if (price === undefined) result.dead.push({ event, reason: "unmatched" });
    else result.joined.push(Object.assign(event, { price }));
  }
  return result;
}
