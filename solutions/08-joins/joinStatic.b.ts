import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Turns the prices into a Map, then filters twice. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const table = new Map(Object.entries(prices));
  return {
    joined: events
      .filter(({ key }) => table.has(key))
      .map(({ id, key, ts, value }) => ({ price: table.get(key) as number, id, key, ts, value })),
    dead: events.filter(({ key }) => !table.has(key)).map((event) => ({ reason: "unmatched", event: { ...event } })),
  };
}
