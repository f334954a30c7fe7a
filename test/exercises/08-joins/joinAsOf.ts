import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  alikeNames,
  type Code,
  crowd,
  distances,
  exercise,
  type Finding,
  fc,
  list,
  names,
  same,
  show,
  shuffled,
  type Timeline,
  times,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

type AsOf = { readonly wait: true } | { readonly wait: false; readonly value: string | null };

export interface Contract {
  joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly event: Event;
  readonly versions: readonly Version[];
  readonly watermark: number;
}

const isValid = ({ event }: Case, { key, from }: Version): boolean => key === event.key && from <= event.ts;
const allValid = (one: Case): Version[] => one.versions.filter((version) => isValid(one, version));

/** The one that no other beats: none is newer, and none as new comes after it. */
const best = (one: Case): Version | undefined => {
  const valid = allValid(one);
  return valid.find(({ from }, at) =>
    valid.every((other, place) => other.from < from || (other.from === from && place <= at)),
  );
};

const right = (one: Case): AsOf =>
  one.watermark <= one.event.ts ? { wait: true } : { wait: false, value: best(one)?.value ?? null };

const inWords = (answer: AsOf): string => (answer?.wait === true ? "wait" : show(answer?.value));

/** What an answer says; that a waiting one carries more plays no part. */
const isSame = (expected: AsOf, got: AsOf): boolean =>
  expected.wait ? got?.wait === true : got?.wait === false && same(expected.value, got.value);

function draw(one: Case, got: AsOf): Timeline {
  const telling = best(one);
  const fitting =
    one.versions.length <= 5 ? one.versions : one.versions.filter((version) => version !== telling).slice(-4);
  const shown = telling === undefined || fitting.includes(telling) ? fitting : [telling, ...fitting];
  return [
    ...shown.map(({ key, from, value }) => ({ what: "version", key: show(key), time: from, value: show(value) })),
    {
      what: "event",
      key: show(one.event.key),
      time: one.event.ts,
      value: "",
      watermark: one.watermark,
      out: inWords(got),
      right: inWords(right(one)),
      wrong: true,
    },
  ];
}

const finding = (one: Case, got: AsOf, anomaly: Anomaly): Finding => ({
  expected: right(one),
  got,
  anomaly,
  timeline: draw(one, got),
});

const says =
  (anomaly: Anomaly, when: (one: Case, got: AsOf) => boolean = () => true) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const got = await code.joinAsOf(one.event, one.versions, one.watermark);
    return isSame(right(one), got) || !when(one, got) ? undefined : finding(one, got, anomaly);
  };

const keys = fc.oneof(
  { withCrossShrink: true },
  { weight: 5, arbitrary: fc.constantFrom("a", "b") },
  { weight: 1, arbitrary: names },
);

/** Versions at the event's instant and around it, of its key and of others. */
const drawnVersion = fc.record({
  sameKey: fc.boolean(),
  key: keys,
  value: fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constantFrom("x", "y", "z") },
    { weight: 1, arbitrary: fc.constantFrom("", "null", "0") },
  ),
  distance: fc.oneof({ withCrossShrink: true }, distances, fc.integer({ min: -5, max: 2 })),
});
type DrawnVersion = typeof drawnVersion extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const place = (event: Event, drawn: readonly DrawnVersion[]): Version[] =>
  drawn.map(({ sameKey, key, value, distance }) => ({
    key: sameKey ? event.key : key,
    from: event.ts + distance,
    value,
  }));

const eventAt = (ts: fc.Arbitrary<number>): fc.Arbitrary<Event> =>
  fc.record({ id: fc.constant("e1"), key: keys, ts, value: fc.integer({ min: -9, max: 9 }) });
const event = eventAt(times);

const casesWith = (ahead: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc
    .record({ event, drawn: list(drawnVersion, 0, 12), ahead })
    .map(({ event, drawn, ahead }) => ({ event, versions: place(event, drawn), watermark: event.ts + ahead }));

/** Nothing to stumble over but the instant itself: times above 0, and texts that are no nothing. */
const atTheInstant = fc
  .record({ event: eventAt(fc.integer({ min: 1, max: 50 })), drawn: list(drawnVersion, 0, 5) })
  .map(({ event, drawn }): Case => {
    const others = place(event, drawn).filter(({ key, from }) => key !== event.key || from > event.ts);
    return { event, versions: [...others, { key: event.key, from: event.ts, value: "x" }], watermark: event.ts + 1 };
  });
/** One valid version among others, or none. */
const oneValid = fc
  .record({
    event,
    drawn: list(drawnVersion, 0, 5),
    text: fc.constantFrom("", "", "x", "null", "0", null),
    back: fc.nat(60),
  })
  .map(({ event, drawn, text, back }): Case => {
    const others = place(event, drawn).filter(({ key, from }) => key !== event.key || from > event.ts);
    const valid = text === null ? [] : [{ key: event.key, from: event.ts - back, value: text }];
    return { event, versions: [...valid, ...others], watermark: event.ts + 1 };
  });
/** Two versions or more from one instant. */
const fromOneInstant = fc
  .record({ event, drawn: list(drawnVersion, 2, 6), back: fc.nat(5) })
  .map(({ event, drawn, back }): Case => {
    const versions = place(
      event,
      drawn.map((version) => ({ ...version, distance: -back })),
    );
    return { event, versions, watermark: event.ts + 1 };
  });

const cases = casesWith(
  fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: distances },
    { weight: 1, arbitrary: fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) },
  ),
);
/** The watermark is past the event: an answer is due. */
const answered = casesWith(
  fc.oneof({ withCrossShrink: true }, fc.constantFrom(1, Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 50 })),
);

/** Whether the answer is another one without the versions that play no part. */
const regardless =
  (anomaly: Anomaly, playsNoPart: (one: Case, version: Version) => boolean) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const versions = one.versions.filter((version) => !playsNoPart(one, version));
    const [without, got] = await Promise.all([
      code.joinAsOf(one.event, versions, one.watermark),
      code.joinAsOf(one.event, one.versions, one.watermark),
    ]);
    return isSame(without, got) || isSame(right(one), got) ? undefined : finding(one, got, anomaly);
  };

const some = (one: Case, when: (version: Version) => boolean): boolean => one.versions.some(when);

export default grader({
  title: "what was valid when the event happened",
  whenThrown: "missed-match",
  exports: { joinAsOf: "function" },
  properties: {
    shape: property({
      says: "An answer says whether it waits: { wait: true }, or { wait: false } with a value.",
      given: cases,
      check: says("wrong-value", (_, got) => typeof got?.wait !== "boolean"),
    }),
    waits: property({
      says: "While the watermark is at the event's time or before it, the answer waits: a version may still come.",
      given: cases,
      cover: {
        "a watermark at the event's time": [0.15, ({ event, watermark }) => watermark === event.ts],
        "no watermark yet": [0.02, ({ watermark }) => watermark === Number.NEGATIVE_INFINITY],
      },
      check: says("stale-read", (one, got) => right(one).wait && got?.wait !== true),
    }),
    answers: property({
      says: "From one millisecond after the event on, the answer does not wait.",
      given: answered,
      cover: { "a watermark just past the event": [0.15, ({ event, watermark }) => watermark === event.ts + 1] },
      check: says("stalled", (_, got) => got?.wait === true),
    }),
    otherKeys: property({
      says: "Versions of other keys change nothing.",
      given: answered,
      cover: { "a version of another key": [0.3, (one) => some(one, ({ key }) => key !== one.event.key)] },
      check: regardless("phantom-match", (one, { key }) => key !== one.event.key),
    }),
    future: property({
      says: "Versions from after the event change nothing, however new they are.",
      given: answered,
      cover: {
        "a version from after the event": [
          0.2,
          (one) => some(one, ({ key, from }) => key === one.event.key && from > one.event.ts),
        ],
      },
      check: regardless("wrong-value", (one, { from }) => from > one.event.ts),
    }),
    instant: property({
      says: "A version from the event's very instant counts.",
      given: atTheInstant,
      check: says("missed-match"),
    }),
    anyText: property({
      says: "A version counts whatever its time and its text, the empty one too; without one the answer is null.",
      given: oneValid,
      cover: {
        "a version with the empty text": [0.1, (one) => best(one)?.value === ""],
        "a version from before 0": [0.1, (one) => (best(one)?.from ?? 0) < 0],
        "no version": [0.05, (one) => best(one) === undefined],
      },
      check: says("missed-match"),
    }),
    anyOrder: property({
      says: "In which order versions of different times are listed plays no part.",
      given: fc.record({ event, drawn: shuffled(drawnVersion, 0, 12) }).map(({ event, drawn }) => {
        const distinct = drawn.list.filter(
          (one, at) => drawn.list.findIndex(({ distance }) => distance === one.distance) === at,
        );
        const other = drawn.other.filter((one) => distinct.includes(one));
        return { event, versions: place(event, distinct), other: place(event, other), watermark: event.ts + 1 };
      }),
      cover: {
        "two valid versions in another order": [
          0.05,
          (one) => allValid(one).length > 1 && !same(one.versions, one.other),
        ],
      },
      async check(code, { event, versions, other, watermark }) {
        for (const order of [versions, other]) {
          const one = { event, versions: order, watermark };
          const got = await code.joinAsOf(event, order, watermark);
          if (!isSame(right(one), got)) return finding(one, got, "stale-read");
        }
        return undefined;
      },
    }),
    laterOfEqual: property({
      says: "Of several versions from the same instant the last in the list counts.",
      given: fromOneInstant,
      cover: {
        "two valid versions that say different things": [
          0.2,
          (one) => new Set(allValid(one).map(({ value }) => value)).size > 1,
        ],
      },
      check: says("stale-read"),
    }),
    exactly: property({
      says: "The answer is the newest version of the event's key that is not newer than the event.",
      given: cases,
      check: says("wrong-value"),
    }),
    lookAlike: property({
      says: "Two keys that look alike are two keys: a version of the one says nothing of the other.",
      given: fc.record({ keys: alikeNames, event, turned: fc.boolean() }).map(({ keys, event, turned }): Case => {
        const [known = "", asked = ""] = turned ? keys.toReversed() : keys;
        const versions = [{ key: known, from: event.ts - 1, value: "x" }];
        return { event: { ...event, key: asked }, versions, watermark: event.ts + 1 };
      }),
      runs: 40,
      check: says("phantom-match"),
    }),
    many: property({
      says: "However many versions there are, and however many months apart, the newest that is not too new is the answer.",
      given: fc
        .record({ days: crowd(fc.integer({ min: 2, max: 60 })), ts: fc.integer({ min: 1.759e12, max: 1.761e12 }) })
        .map(({ days, ts }): Case => {
          let from = ts;
          const versions = days.map((back, index): Version => {
            const version = { key: "a", from, value: `version ${index}` };
            from -= back * 86_400_000;
            return version;
          });
          return { event: { id: "e1", key: "a", ts, value: 1 }, versions, watermark: ts + 1 };
        }),
      runs: 15,
      check: says("stale-read"),
    }),
  },
  examples: [
    example({
      says: "The lesson's tariff: 40 from 8:00, 55 from 10:00; a ship of 9:59 pays 40, also when it is asked at 11:00.",
      check: (code) => {
        const [eight, ten, eleven] = [28_800_000, 36_000_000, 39_600_000];
        return says("wrong-value")(code, {
          event: { id: "ferry", key: "berth-1", ts: ten - 60_000, value: 1 },
          versions: [
            { key: "berth-1", from: ten, value: "55" },
            { key: "berth-1", from: eight, value: "40" },
          ],
          watermark: eleven,
        });
      },
    }),
  ],
  integration: integrationWith<Contract>(["joinAsOf"], ({ joinAsOf }) => ({ joinAsOf })),
  hints: {
    general: [
      "Two questions: may a version that would count still come? And if not, which of those that are there counts?",
      "Wait while watermark <= event.ts. Then leave out other keys and what is newer than the event, and take the newest of the rest.",
      "if (watermark <= event.ts) return { wait: true }; then one loop with version.from >= best.from, so that the later of equal ones wins; null without any.",
    ],
    shape: [
      "What does your answer say to somebody who asks it whether to wait?",
      "wait is true or false in every answer; value comes with false, and is a text or null.",
      "return { wait: false, value: best === null ? null : best.value };",
    ],
    waits: [
      "Which versions does the watermark still allow to come?",
      'The watermark says "nothing before W any more". At W = ts a version from the very instant of the event may still come.',
      "if (watermark <= event.ts) return { wait: true };",
    ],
    answers: [
      "Can any version from the event's instant or before still come?",
      "When the watermark is past the event, everything that could count is there, or never was: an answer is due, if only null.",
      "watermark > event.ts answers",
    ],
    otherKeys: [
      "Whose version is that?",
      "A version speaks of its own key and of no other.",
      "version.key === event.key, as the same text",
    ],
    future: [
      "Was this version valid when the event happened?",
      "What became valid after the event is not for it, however much you know by now. That is the point of this join.",
      "version.from <= event.ts",
    ],
    instant: [
      "When did the version become valid, and when did the event happen?",
      "A version is valid from its instant on, that instant included.",
      "version.from <= event.ts, not <",
    ],
    anyText: [
      "Is there a version at all, and what is in it?",
      'The empty text is a value, and a time before 0 is a time. Only "no version" is null.',
      "best === null ? null : best.value, with best = null at first",
    ],
    anyOrder: [
      "Which of the valid versions has the largest from, and where in the list is it?",
      "The list is in the order in which versions came, and a late one comes after newer ones.",
      "Compare from with the best so far; do not take the last in the list.",
    ],
    laterOfEqual: [
      "Two versions from one instant: which of them was said last?",
      "The later in the list corrects the earlier one.",
      "version.from >= best.from",
    ],
  },
});
