import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Goes through the table, and so puts the events of each key together. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;
    if (price === undefined) result.dead.push({ event, reason: "unmatched" });
    else result.joined.push({ ...event, price });
  }
  const keys = Object.keys(prices);
  result.joined.sort((left, right) => keys.indexOf(left.key) - keys.indexOf(right.key));
  return result;
}
