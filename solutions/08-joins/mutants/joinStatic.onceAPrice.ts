import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Uses each price once: the second event of a key finds it taken. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const taken = new Set<string>();
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = Object.hasOwn(prices, event.key) && !taken.has(event.key) ? prices[event.key] : undefined;
    taken.add(event.key);
    if (price === undefined) result.dead.push({ event, reason: "unmatched" });
    else result.joined.push({ ...event, price });
  }
  return result;
}
