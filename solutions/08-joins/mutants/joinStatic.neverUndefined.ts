import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Takes whatever the table answers, and it answers to "constructor". */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = prices[event.key];
    if (price === undefined) result.dead.push({ event, reason: "unmatched" });
    else result.joined.push({ ...event, price });
  }
  return result;
}
