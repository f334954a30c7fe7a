import type { Mutants } from "tidemark/grading";

export default {
  nested: {
    says: "Puts the event into a field of the joined row.",
    dies: "shape",
    anomaly: "wrong-value",
    change: [
      {
        find: "else result.joined.push({ ...event, price });",
        put: "else result.joined.push({ event, price } as unknown as Event & { price: number });",
      },
    ],
  },
  bareDead: {
    says: "Puts the bare event among the dead, without a reason.",
    dies: "shape",
    anomaly: "wrong-value",
    change: [{ find: '{ event, reason: "unmatched" }', put: 'event as unknown as Joined["dead"][number]' }],
  },
  inherited: {
    says: "Asks whether the key is in the table, and every object has some that nobody put there.",
    dies: "ownKeys",
    anomaly: "phantom-match",
    change: [
      {
        find: "const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;",
        put: "const price = event.key in prices ? prices[event.key] : undefined;",
      },
    ],
  },
  neverUndefined: {
    says: 'Takes whatever the table answers, and it answers to "constructor".',
    dies: "ownKeys",
    anomaly: "phantom-match",
    change: [
      {
        find: "const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;",
        put: "const price = prices[event.key];",
      },
    ],
  },
  falsyZero: {
    says: "Takes a price of 0 for none.",
    dies: "zero",
    anomaly: "missed-match",
    change: [
      {
        find: 'if (price === undefined) result.dead.push({ event, reason: "unmatched" });',
        put: 'if (!price) result.dead.push({ event, reason: "unmatched" });',
      },
    ],
  },
  positiveOnly: {
    says: "Joins only prices above 0.",
    dies: "zero",
    anomaly: "missed-match",
    change: [{ find: "price === undefined", put: "price === undefined || price <= 0" }],
  },
  copiesTable: {
    says: 'Copies the table into another object first, where an assignment to "__proto__" is lost.',
    dies: "matched",
    anomaly: "missed-match",
    change: [
      {
        find: "export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {",
        put: `
          export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
            const table: Record<string, number> = Object.assign({}, prices);
        `,
      },
      {
        find: "const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;",
        put: "const price = Object.hasOwn(table, event.key) ? table[event.key] : undefined;",
      },
    ],
  },
  onceAPrice: {
    says: "Uses each price once: the second event of a key finds it taken.",
    dies: "matched",
    anomaly: "missed-match",
    change: [
      {
        find: "export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {",
        put: `
          export function joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined {
            const taken = new Set<string>();
        `,
      },
      {
        find: "const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;",
        put: `
          const price = Object.hasOwn(prices, event.key) && !taken.has(event.key) ? prices[event.key] : undefined;
          taken.add(event.key);
        `,
      },
    ],
  },
  dropsUnmatched: {
    says: "Leaves out events without a price, and says nothing.",
    dies: "nothingLost",
    anomaly: "lost",
    change: [
      {
        find: `
          if (price === undefined) result.dead.push({ event, reason: "unmatched" });
          else result.joined.push({ ...event, price });
        `,
        put: "if (price !== undefined) result.joined.push({ ...event, price });",
      },
    ],
  },
  onePerKey: {
    says: "Keeps one event of each key.",
    dies: "nothingLost",
    anomaly: "lost",
    change: [
      {
        find: "return result;",
        put: "return { ...result, joined: [...new Map(result.joined.map((row) => [row.key, row])).values()] };",
      },
    ],
  },
  deadTwice: {
    says: "Calls an event dead twice.",
    dies: "nothingTwice",
    anomaly: "duplicated",
    change: [
      {
        find: 'if (price === undefined) result.dead.push({ event, reason: "unmatched" });',
        put: `
          if (price === undefined) result.dead.push({ event, reason: "unmatched" });
          if (price === undefined) result.dead.push({ event, reason: "unmatched" });
        `,
      },
    ],
  },
  alsoDead: {
    says: "Calls joined events with a negative price dead as well.",
    dies: "nothingTwice",
    anomaly: "duplicated",
    change: [
      {
        find: "else result.joined.push({ ...event, price });",
        put: `
          else if (price < 0) result.dead.push({ event, reason: "unmatched" });
          if (price !== undefined) result.joined.push({ ...event, price });
        `,
      },
    ],
  },
  groupsByKey: {
    says: "Goes through the table, and so puts the events of each key together.",
    dies: "order",
    anomaly: "reordered",
    change: [
      {
        find: `
          }
          return result;
        `,
        put: `
          }
          const keys = Object.keys(prices);
          result.joined.sort((left, right) => keys.indexOf(left.key) - keys.indexOf(right.key));
          return result;
        `,
      },
    ],
  },
  newestFirst: {
    says: "Puts the events in the order of their times.",
    dies: "order",
    anomaly: "reordered",
    change: [
      {
        find: "for (const event of events) {",
        put: "for (const event of [...events].sort((left, right) => right.ts - left.ts)) {",
      },
    ],
  },
  priceAsValue: {
    says: "Puts the price in the place of the value.",
    dies: "exactly",
    anomaly: "wrong-value",
    change: [
      {
        find: "else result.joined.push({ ...event, price });",
        put: "else result.joined.push({ ...event, value: price, price });",
      },
    ],
  },
  writesPrice: {
    says: "Writes the price into the event that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      {
        find: "else result.joined.push({ ...event, price });",
        put: "else result.joined.push(Object.assign(event, { price }));",
      },
    ],
  },
  oneSpelling: {
    says: "Takes two spellings of one letter for the same key.",
    dies: "lookAlike",
    anomaly: "phantom-match",
    change: [
      {
        find: "const price = Object.hasOwn(prices, event.key) ? prices[event.key] : undefined;",
        put: "const price = Object.entries(prices).find(([key]) => key.normalize() === event.key.normalize())?.[1];",
      },
    ],
  },
  oncePerId: {
    says: "Takes an event for an earlier one of its id.",
    dies: "copies",
    anomaly: "lost",
    change: [
      {
        find: "for (const event of events) {",
        put: "for (const event of new Map(events.map((one) => [one.id, one])).values()) {",
      },
    ],
  },
  firstFifty: {
    says: "Looks at the first fifty events.",
    dies: "many",
    anomaly: "lost",
    change: [{ find: "of events)", put: "of events.slice(0, 50))" }],
  },
} satisfies Mutants;
