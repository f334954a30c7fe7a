import type { Event } from "tidemark/exercises";

export interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

/** Copies the table into another object first, where an assignment to "__proto__" is lost. */
export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
  const table: Record<string, number> = Object.assign({}, prices);
  const result: Joined = { joined: [], dead: [] };
  for (const event of events) {
    const price = Object.hasOwn(table, event.key) ? table[event.key] : undefined;
    if (price === undefined) result.dead.push({ event, reason: "unmatched" });
    else result.joined.push({ ...event, price });
  }
  return result;
}
