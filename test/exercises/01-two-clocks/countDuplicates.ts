import type { Event } from "tidemark/exercises";
import {
  alikeNames,
  crowd,
  event,
  exercise,
  type Finding,
  fc,
  list,
  names,
  shuffled,
  type Timeline,
  tiedNames,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

export interface Contract {
  countDuplicates(events: readonly Event[]): number;
}

const { grader, property, example } = exercise<Contract>();

const isDuplicate = (events: readonly Event[], index: number): boolean =>
  events.slice(0, index).some(({ id }) => id === events[index]?.id);

const right = (events: readonly Event[]): number => events.filter((_, index) => isDuplicate(events, index)).length;

const draw = (events: readonly Event[]): Timeline =>
  events.slice(0, 6).map(({ id, key, ts }, index) => ({
    arrives: index + 1,
    id: JSON.stringify(id),
    key,
    ts,
    right: isDuplicate(events, index) ? "duplicate" : "",
  }));

const finding = (events: readonly Event[], expected: number, got: number): Finding => ({
  expected,
  got,
  anomaly: "duplicated",
  timeline: draw(events),
});

const plain = (id: fc.Arbitrary<string>): fc.Arbitrary<Event> => event({ id });
const ofSix = plain(fc.constantFrom("a", "b", "c", "d", "e", "f"));
/** Few of them, so that copies are many; some are equal but for case, spelling, space, or the value of a number. */
const someNames = fc.oneof(
  { withCrossShrink: true },
  names,
  fc.constantFrom("d", "e", "f", "g"),
  fc.constantFrom<string>(...tiedNames),
  fc.constantFrom("", "", "a b", "a,b", "a/b", "a-b", "a|b", "b", " a"),
);
/** As many events as no memory of a round number holds, and a copy of the first. */
const many = crowd(plain(fc.nat(999).map((number) => `e${number}`))).map((all) => [...all, ...all.slice(0, 1)]);
const events = fc.oneof(
  { withCrossShrink: true },
  { weight: 9, arbitrary: list(event({ id: someNames })) },
  { weight: 1, arbitrary: many },
);

export default grader({
  title: "how many arrivals repeat an event that came before",
  whenThrown: "lost",
  exports: { countDuplicates: "function" },
  properties: {
    byId: property({
      says: "Events that are equal in all but their id are no duplicates.",
      given: fc
        .record({ event: event(), count: fc.integer({ min: 2, max: 12 }) })
        .map(({ event, count }) =>
          Array.from({ length: count }, (_, index): Event => ({ ...event, id: `e${index + 1}` })),
        ),
      async check(code, events) {
        const got = await code.countDuplicates(events);
        return got === 0 ? undefined : finding(events, 0, got);
      },
    }),
    anyOrder: property({
      says: "The order of the arrivals does not change how many are duplicates.",
      given: shuffled(ofSix),
      cover: { "a duplicate": [0.4, ({ list }) => right(list) > 0] },
      async check(code, { list, other }) {
        const [one, two] = [await code.countDuplicates(list), await code.countDuplicates(other)];
        return one === two ? undefined : finding(other, right(other), two === right(other) ? one : two);
      },
    }),
    oneMore: property({
      says: "One more copy of any event is one more duplicate.",
      given: fc
        .record({ events: list(ofSix, 1), which: fc.nat(24), where: fc.nat(25) })
        .map(({ events, which, where }) => {
          const copy = { ...events[which % events.length] } as Event;
          return { events, copy, more: events.toSpliced(where % (events.length + 1), 0, copy) };
        }),
      cover: {
        "a copy of an event that has none": [
          0.1,
          ({ events, copy }) => events.filter(({ id }) => id === copy.id).length === 1,
        ],
        "a copy of an event that has one": [
          0.1,
          ({ events, copy }) => events.filter(({ id }) => id === copy.id).length > 1,
        ],
      },
      async check(code, { events, more }) {
        const [before, got] = [await code.countDuplicates(events), await code.countDuplicates(more)];
        if (got === before + 1) return undefined;
        return {
          ...finding(more, before + 1, got),
          note: `Without one of these copies your function gave ${before}.`,
        };
      },
    }),
    lookAlike: property({
      says: "Two ids that look alike are two ids: equal is what has the same characters.",
      given: fc
        .record({ event: event(), ids: alikeNames })
        .map(({ event, ids }): Event[] => ids.map((id) => ({ ...event, id }))),
      runs: 40,
      async check(code, events) {
        const got = await code.countDuplicates(events);
        return got === 0 ? undefined : finding(events, 0, got);
      },
    }),
    everyEvent: property({
      says: "A duplicate is an arrival whose id came before, whatever its other fields and whatever the id.",
      given: events,
      cover: {
        "a duplicate": [0.4, (events) => right(events) > 0],
        "more than 64 others between an event and its copy": [0.02, (events) => events.length > 65],
        "an id that a plain object has from the start": [
          0.05,
          (events) => events.some(({ id }) => ["__proto__", "constructor", "hasOwnProperty"].includes(id)),
        ],
      },
      async check(code, events) {
        const got = await code.countDuplicates(events);
        return got === right(events) ? undefined : finding(events, right(events), got);
      },
    }),
  },
  examples: [
    example({
      says: "Three copies of one order, and one of another: two duplicates.",
      async check(code) {
        const events = ["order-1", "order-2", "order-1", "order-1"].map(
          (id, index): Event => ({ id, key: "harbor", ts: index * 10, value: 1 }),
        );
        const got = await code.countDuplicates(events);
        return got === 2 ? undefined : finding(events, 2, got);
      },
    }),
  ],
  integration: integrationWith<Contract>(["countDuplicates"], ({ countDuplicates }) => ({ countDuplicates })),
  hints: {
    general: [
      "You stand at the quay and tick off arrivals, one by one. What do you have to remember to know a duplicate?",
      "Remember the ids that came, and count the arrivals whose id is among them. Or count the distinct ids, and subtract.",
      "events.length - new Set(events.map(({ id }) => id)).size",
    ],
    byId: [
      "These events differ in one field only. Which is it, and did your function look at it?",
      "Two people may buy the same ticket at the same time. Only an equal id says that it is the same event.",
      "Compare event.id, and nothing else.",
    ],
    anyOrder: [
      "Between two copies of an event others may arrive. How far back does your function look?",
      "A copy may come long after the original: remember all ids, not only the last one.",
      "A Set of all ids that came so far.",
    ],
    oneMore: [
      "Three copies of one event: how many of these arrivals repeat something?",
      "The first arrival of an id is none; each further one is one. What counts is arrivals, not ids.",
      "Add one for every arrival whose id is in the Set already.",
    ],
    everyEvent: [
      "Look at the ids of the rows. Do other fields differ? Is the id a name that every object in JavaScript knows?",
      'A copy may have another key, time or value. And in {} there is a "constructor" before you put one in.',
      "Use a Set of ids, with has and add, in place of a plain object.",
    ],
  },
});
