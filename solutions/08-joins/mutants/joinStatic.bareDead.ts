import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Puts the bare event among the dead, without a reason. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;
    if (price === undefined) result.dead.push(event as unknown as Joined["dead"][number]);
    else result.joined.push({ ...event, price });
  }
  return result;
}
