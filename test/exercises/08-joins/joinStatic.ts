import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  alikeNames,
  type Code,
  crowd,
  event,
  exercise,
  type Finding,
  fc,
  list,
  names,
  same,
  show,
  type Timeline,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { pricedFromATopic } from "./_on-a-log.js";

interface Joined {
  readonly joined: (Event & { readonly price: number })[];
  readonly dead: { readonly event: Event; readonly reason: "unmatched" }[];
}

export interface Contract {
  joinStatic(events: readonly Event[], prices: Readonly<Record<string, number>>): Joined;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  /** Each with an id of its own. */
  readonly events: readonly Event[];
  readonly prices: Readonly<Record<string, number>>;
}

/** The table as a list of its own entries: nothing can be inherited from there. */
const priceOf = ({ prices }: Case, { key }: Event): number | undefined =>
  Object.entries(prices).find(([name]) => name === key)?.[1];

const isJoined = (got: Joined, { id }: Event): boolean => got.joined.some((row) => row.id === id);
const isDead = (got: Joined, { id }: Event): boolean => got.dead.some((letter) => letter.event?.id === id);
const isMissed = (got: Joined, event: Event): boolean => isDead(got, event) && !isJoined(got, event);
const times = (got: Joined, { id }: Event): number =>
  got.joined.filter((row) => row.id === id).length + got.dead.filter((letter) => letter.event?.id === id).length;

function right(one: Case): Joined {
  const hasPrice = (event: Event): boolean => priceOf(one, event) !== undefined;
  return {
    joined: one.events.filter(hasPrice).map((event) => ({ ...event, price: priceOf(one, event) as number })),
    dead: one.events.filter((event) => !hasPrice(event)).map((event) => ({ event, reason: "unmatched" })),
  };
}

function draw(one: Case, got: Joined, wrong: Event | undefined): Timeline {
  const at = Math.max(
    0,
    one.events.findIndex(({ id }) => id === wrong?.id),
  );
  return one.events.slice(Math.max(0, at - 5), at + 1).map((event) => {
    const row = got.joined.find(({ id }) => id === event.id);
    const price = priceOf(one, event);
    const joined = row === undefined ? [] : [`joined, ${show(row.price)}`];
    const places = [...joined, ...(isDead(got, event) ? ["dead"] : [])];
    return {
      arrives: event.id,
      key: show(event.key),
      "in table": price === undefined ? "no" : `${price}`,
      out: places.join(" and ") || "nowhere",
      right: price === undefined ? "dead" : `joined, ${price}`,
      wrong: event === wrong,
    };
  });
}

const goes =
  (anomaly: Anomaly, wrong: (one: Case, got: Joined, event: Event) => boolean) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const got = await code.joinStatic(one.events, one.prices);
    const found = one.events.find((event) => wrong(one, got, event));
    if (found === undefined) return undefined;
    return { expected: right(one), got, anomaly, timeline: draw(one, got, found) };
  };

const keys = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: names },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString") },
);

/** Tables in which a name that every object has may stand, and prices of 0 and below. */
const cases = fc
  .record({
    events: list(event({ key: keys }), 1),
    prices: list(
      fc.record({
        key: keys,
        price: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.integer({ min: -9, max: 200 })),
      }),
      0,
      6,
    ),
  })
  .map(({ events, prices }): Case => {
    const table = {};
    for (const { key, price } of prices) {
      // An assignment to "__proto__" would set something else.
      Object.defineProperty(table, key, { value: price, enumerable: true, configurable: true, writable: true });
    }
    return { events: events.map((event, index) => ({ ...event, id: `e${index + 1}` })), prices: table };
  });

const some = (one: Case, when: (event: Event, price: number | undefined) => boolean): boolean =>
  one.events.some((event) => when(event, priceOf(one, event)));

const reaches = {
  "an event with a price": [0.3, (one: Case) => some(one, (_, price) => price !== undefined)],
  "an event without": [0.3, (one: Case) => some(one, (_, price) => price === undefined)],
} as const;

export default grader({
  title: "events beside a fixed table, and the ones that have no partner in it",
  whenThrown: "missed-match",
  exports: { joinStatic: "function" },
  properties: {
    shape: property({
      says: "A joined row is the event's fields and price, side by side; a dead letter is { event, reason }.",
      given: cases,
      async check(code, one) {
        const got = await code.joinStatic(one.events, one.prices);
        const strange =
          got.joined.find((row) => row?.id === undefined || row.price === undefined) ??
          got.dead.find((letter) => letter?.event?.id === undefined);
        if (strange === undefined) return undefined;
        const expected = right(one);
        return { expected, got, anomaly: "wrong-value", timeline: [{ out: show(strange), wrong: true }] };
      },
    }),
    ownKeys: property({
      says: "A name that every object has, such as constructor, is a price only when the table was given one.",
      given: cases,
      cover: {
        "a key that only seems to be in the table": [
          0.2,
          (one) => some(one, ({ key }, price) => price === undefined && key in {}),
        ],
      },
      check: goes("phantom-match", (one, got, event) => priceOf(one, event) === undefined && isJoined(got, event)),
    }),
    zero: property({
      says: "A price of 0 is a price.",
      given: cases,
      cover: { "a price of 0": [0.1, (one) => some(one, (_, price) => price === 0)] },
      check: goes("missed-match", (one, got, event) => {
        // The first of its key, and an ordinary key: others could be missed for another reason.
        const first = one.events.find(({ key }) => key === event.key);
        return event === first && !(event.key in {}) && priceOf(one, event) === 0 && isMissed(got, event);
      }),
    }),
    matched: property({
      says: "Every event whose key the table has is joined, whatever the key and the price.",
      given: cases,
      cover: {
        ...reaches,
        "an own key by the name of __proto__": [
          0.03,
          (one) => some(one, ({ key }, price) => key === "__proto__" && price !== undefined),
        ],
      },
      check: goes("missed-match", (one, got, event) => priceOf(one, event) !== undefined && isMissed(got, event)),
    }),
    nothingLost: property({
      says: "Every event is in one of the two lists.",
      given: cases,
      cover: reaches,
      check: goes("lost", (_, got, event) => times(got, event) === 0),
    }),
    nothingTwice: property({
      says: "No event is in a list twice, or in both.",
      given: cases,
      cover: reaches,
      check: goes("duplicated", (_, got, event) => times(got, event) > 1),
    }),
    order: property({
      says: "Both lists keep the order of arrival.",
      given: cases,
      cover: { "three events with a price": [0.1, (one) => right(one).joined.length > 2] },
      async check(code, one) {
        const got = await code.joinStatic(one.events, one.prices);
        const place = (id: string): number => one.events.findIndex((event) => event.id === id);
        const inOrder = (ids: readonly string[]): boolean =>
          ids.every((id, index) => index === 0 || place(ids[index - 1] ?? "") < place(id));
        const idsOf = ({ joined, dead }: Joined) => ({
          joined: joined.map(({ id }) => id),
          dead: dead.map((letter) => letter.event.id),
        });
        const { joined, dead } = idsOf(got);
        if (inOrder(joined) && inOrder(dead)) return undefined;
        const timeline = draw(one, got, one.events.at(-1));
        return { expected: idsOf(right(one)), got: idsOf(got), anomaly: "reordered", timeline };
      },
    }),
    exactly: property({
      says: "A joined row has the event's own fields and its price; a dead one the event as it came, and the reason.",
      given: cases,
      async check(code, one) {
        const got = await code.joinStatic(one.events, one.prices);
        const expected = right(one);
        if (same(expected, got)) return undefined;
        const find = ({ joined, dead }: Joined, id: string) => [
          joined.find((row) => row.id === id),
          dead.find((letter) => letter.event.id === id),
        ];
        const wrong = one.events.find(({ id }) => !same(find(expected, id), find(got, id)));
        return { expected, got, anomaly: "wrong-value", timeline: draw(one, got, wrong) };
      },
    }),
    lookAlike: property({
      says: "Two keys that look alike are two keys: the price of the one is not that of the other.",
      given: fc
        .record({ keys: alikeNames, price: fc.integer({ min: 1, max: 99 }), event: event(), turned: fc.boolean() })
        .map(({ keys, price, event, turned }): Case => {
          const [known, asked] = turned ? keys.toReversed() : keys;
          return { events: [{ ...event, id: "e1", key: asked ?? "" }], prices: { [known ?? ""]: price } };
        }),
      runs: 40,
      check: goes("phantom-match", (_, got, event) => isJoined(got, event)),
    }),
    copies: property({
      says: "An event that is sent again is joined again, or dead again: each arrival has a row of its own.",
      given: cases.filter(({ events }) => events.length > 0),
      runs: 60,
      async check(code, { events, prices }) {
        const again = { events: [...events, ...events.slice(0, 2), { ...(events[0] as Event), value: 77 }], prices };
        const [expected, got] = [right(again), await code.joinStatic(again.events, prices)];
        const rows = ({ joined, dead }: Joined): number => joined.length + dead.length;
        if (rows(got) === rows(expected)) return undefined;
        const timeline = again.events.slice(-6).map(({ id, key, value }) => ({ arrives: id, key: show(key), value }));
        const anomaly = rows(got) < rows(expected) ? "lost" : "duplicated";
        return { expected: `${rows(expected)} rows`, got: `${rows(got)} rows`, anomaly, timeline };
      },
    }),
    many: property({
      says: "However many events there are, each is in one of the lists.",
      given: crowd(event({ key: keys })).map(
        (events): Case => ({ events: events.map((one, index) => ({ ...one, id: `e${index + 1}` })), prices: { a: 1 } }),
      ),
      runs: 15,
      check: goes("lost", (_, got, event) => times(got, event) === 0),
    }),
  },
  examples: [
    example({
      says: "The lesson's berths: a ferry at berth 1 costs 40, a tug at berth 2 costs 0, and nobody knows berth 9.",
      check: async (code) => {
        const at = (id: string, key: string, ts: number): Event => ({ id, key, ts, value: 1 });
        const one = {
          events: [at("ferry", "berth-1", 0), at("yacht", "berth-9", 60_000), at("tug", "berth-2", 120_000)],
          prices: { "berth-1": 40, "berth-2": 0 },
        };
        const got = await code.joinStatic(one.events, one.prices);
        if (same(right(one), got)) return undefined;
        return { expected: right(one), got, anomaly: "wrong-value", timeline: draw(one, got, undefined) };
      },
    }),
  ],
  integration: crashing(
    "A task that reads the table from a topic gives every event one fate, wherever it crashes.",
    ["joinStatic"],
    pricedFromATopic,
  ),
  hints: {
    general: [
      "For one event: is its key in the table? How do you ask that of a plain object, for any key whatever?",
      "Go through the events once. Each goes to exactly one list: with its price to joined, else to dead with the reason.",
      'Object.hasOwn(prices, event.key) ? joined.push({ ...event, price: prices[event.key] }) : dead.push({ event, reason: "unmatched" })',
    ],
    shape: [
      "Compare one row of yours with the type Joined, field by field.",
      "In joined the event is spread out, with one more field; in dead it stands whole, under the name event.",
      '{ ...event, price } in joined, { event, reason: "unmatched" } in dead',
    ],
    ownKeys: [
      "Who put this key into the table?",
      "Every object has constructor, toString and others from its prototype. Ask for own keys.",
      "Object.hasOwn(prices, event.key)",
    ],
    zero: [
      "What is the price of this event, and what did your function ask about it?",
      "0 is falsy. The question is whether the key is there, not whether its price is large.",
      "Object.hasOwn(prices, event.key), in place of if (prices[event.key]) or a comparison with 0",
    ],
    matched: [
      "Which key has this event, and is it in the table?",
      "Any text may be a key, also one that an assignment to a plain object takes for something else. Do not copy the table into {}.",
      "Ask the table itself: Object.hasOwn(prices, event.key), or new Map(Object.entries(prices)).",
    ],
    nothingLost: [
      "In which of the lists is the event with the arrow?",
      "An event without a partner is a dead letter with a reason: somebody will want to know.",
      'else dead.push({ event, reason: "unmatched" })',
    ],
    nothingTwice: [
      "How often does the event with the arrow come out?",
      "One event, one fate: joined or dead. And two events may have one key.",
      "if … joined.push(…) else dead.push(…), once for each event",
    ],
    order: [
      "In which order did the events arrive?",
      "Go through the events, not through the table.",
      "for (const event of events)",
    ],
    exactly: [
      "Compare the row with its event, field by field. What is new in it, and what is missing?",
      "A joined row keeps id, key, ts and value as they were, and has one more field.",
      '{ ...event, price } and { event, reason: "unmatched" }',
    ],
    untouched: [
      "Whose event is it that you write the price into?",
      "The event that was passed in belongs to the caller; build a new row.",
      "joined.push({ ...event, price })",
    ],
  },
});
