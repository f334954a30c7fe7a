import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  distances,
  elsewhere,
  exercise,
  type Finding,
  fc,
  type Integration,
  list,
  nearTimes,
  scan,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { integrationByHand } from "../_by-hand.js";
import { deduplicated } from "./_on-a-log.js";

type Verdict = "new" | "duplicate" | "too-old";

export interface Contract {
  empty: unknown;
  deduplicate(memory: unknown, event: Event, horizonMs: number): { verdict: Verdict; memory: unknown };
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly events: readonly Event[];
  readonly horizonMs: number;
}

const newestBefore = (events: readonly Event[], index: number): number =>
  Math.max(Number.NEGATIVE_INFINITY, ...events.slice(0, index).map(({ ts }) => ts));

/** Remembers everything for ever: which ids were new so far. */
function verdicts({ events, horizonMs }: Case): Verdict[] {
  const found: Verdict[] = [];
  const wasNew = new Set<string>();
  let newest = Number.NEGATIVE_INFINITY;
  for (const { id, ts } of events) {
    found.push(newest - ts >= horizonMs ? "too-old" : wasNew.has(id) ? "duplicate" : "new");
    if (found.at(-1) === "new") wasNew.add(id);
    newest = Math.max(newest, ts);
  }
  return found;
}

interface Following {
  readonly viaJson?: readonly number[];
  /** Steps after which the memory is measured. */
  readonly measure?: readonly number[];
}

async function follow(
  code: Code<Contract>,
  { events, horizonMs }: Case,
  { viaJson = [], measure = [] }: Following = {},
) {
  const steps = events.map((event) => [event, horizonMs]);
  const run = await scan<{ verdict: Verdict }>(code, "deduplicate", {
    state: await code.empty,
    steps,
    field: "memory",
    viaJson,
    measure,
  });
  return { verdicts: run.outputs.map(({ verdict }) => verdict), sizes: run.sizes, memory: run.state };
}

function draw({ events, horizonMs }: Case, got: readonly Verdict[], at: number): Timeline {
  const rights = verdicts({ events, horizonMs });
  const from = Math.max(0, at - 5);
  return events.slice(from, at + 1).map(({ id, key, ts }, index) => ({
    id: JSON.stringify(id),
    key,
    ts,
    horizon: horizonMs,
    "newest before": newestBefore(events, from + index),
    out: got[from + index],
    right: rights[from + index],
    wrong: from + index === at,
  }));
}

/** The first event that should have had one verdict, and was given another. */
async function judgedAs(
  code: Code<Contract>,
  one: Case,
  which: (right: Verdict, got: Verdict) => boolean,
  anomaly: Anomaly | ((right: Verdict) => Anomaly),
  viaJson: readonly number[] = [],
): Promise<Finding | undefined> {
  const got = (await follow(code, one, { viaJson })).verdicts;
  const rights = verdicts(one);
  const at = rights.findIndex((right, index) => right !== got[index] && which(right, got[index] as Verdict));
  if (at < 0) return undefined;
  const named = typeof anomaly === "string" ? anomaly : anomaly(rights[at] as Verdict);
  return { expected: rights[at], got: got[at], anomaly: named, timeline: draw(one, got, at) };
}

/** A new event that is called something else is lost, a copy that is called new counts twice. */
const byEffect = (right: Verdict): Anomaly => (right === "new" ? "lost" : "duplicated");

const plainIds = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
const strangeIds = ["__proto__", "constructor", "hasOwnProperty", "", "A", "é", "e\u0301", "a,b", "a b", "a@b"];
const ids = [...plainIds, ...strangeIds];

interface Drawn {
  readonly id: string;
  readonly key: string;
  readonly ts: number;
  readonly value: number;
  readonly how: "anywhere" | "behind" | "ahead";
  readonly distance: number;
}

/**
 * Events whose time is drawn, or put a horizon behind the newest before it, or a horizon ahead of the event before: give
 * or take a little. An id that came before comes with the time and key that it had: a copy.
 */
const stream = (drawn: readonly Drawn[], horizonMs: number): Case => {
  const events: Event[] = [];
  for (const { id, key, ts, value, how, distance } of drawn) {
    const original = events.find((event) => event.id === id);
    const newest = newestBefore(events, events.length);
    const behind = newest - horizonMs + distance;
    const ahead = (events.at(-1)?.ts ?? 0) + horizonMs + distance;
    const time = events.length === 0 || how === "anywhere" ? ts : how === "behind" ? behind : ahead;
    events.push({ id, key: original?.key ?? key, ts: original?.ts ?? time, value });
  }
  return { events, horizonMs };
};

const drawn = (from: readonly string[]): fc.Arbitrary<Drawn> =>
  fc.record({
    id: fc.constantFrom(...from),
    key: fc.constantFrom("a", "b", "c"),
    ts: fc.oneof({ withCrossShrink: true }, fc.integer({ min: 0, max: 9 }), nearTimes),
    value: fc.integer({ min: -9, max: 9 }),
    how: fc.constantFrom("anywhere", "anywhere", "behind", "ahead"),
    distance: distances,
  });
const streams = fc
  .record({
    drawn: fc.oneof(
      { withCrossShrink: true },
      list(drawn(ids.slice(0, 3)), 1),
      fc.array(drawn(ids), { minLength: 1, maxLength: 25, size: "max" }),
    ),
    horizonMs: sizes,
  })
  .map(({ drawn, horizonMs }) => stream(drawn, horizonMs));
/** Many ids near each other in time, then copies of them. */
const crowded = fc
  .record({
    drawn: fc.array(drawn(ids), { minLength: 1, maxLength: 25, size: "max" }),
    horizonMs: fc.integer({ min: 12, max: 20 }),
  })
  .map(({ drawn, horizonMs }) =>
    stream(
      drawn.map((one) => ({ ...one, how: "anywhere", ts: Math.abs(one.ts) % 10 })),
      horizonMs,
    ),
  );
const anyStream = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: streams },
  { weight: 1, arbitrary: crowded },
);

/** Events that could still have a copy after the last one. */
const live = (one: Case): number => {
  const newest = newestBefore(one.events, one.events.length);
  const rights = verdicts(one);
  return one.events.filter(({ ts }, index) => rights[index] === "new" && newest - ts < one.horizonMs).length;
};
const offset = ({ events, horizonMs }: Case, index: number): number =>
  (events[index]?.ts ?? 0) + horizonMs - newestBefore(events, index);
const some = (one: Case, when: (index: number) => boolean): boolean => one.events.some((_, index) => when(index));
const isCopy = ({ events }: Case, index: number): boolean =>
  events.slice(0, index).some(({ id }) => id === events[index]?.id);

const reaches = {
  "a copy just inside the horizon": [
    0.04,
    (one: Case) => some(one, (index) => isCopy(one, index) && [1, 2].includes(offset(one, index))),
  ],
  "a copy at the horizon or just beyond": [
    0.1,
    (one: Case) => some(one, (index) => isCopy(one, index) && [0, -1].includes(offset(one, index))),
  ],
  "an event out of order that is not too old": [
    0.3,
    (one: Case) => some(one, (index) => offset(one, index) > 0 && offset(one, index) < one.horizonMs),
  ],
  "eight ids that could still come again": [0.03, (one: Case) => live(one) >= 8],
} as const;

const eventOf = (index: number, ts: number, key: string): Event => ({
  id: `event-${`${index}`.padStart(5, "0")}`,
  key,
  ts,
  value: index % 7,
});

/** 10,000 events over a span that stays as it is: about 15 ids could come again at any time. */
const longStreams: Readonly<Record<string, () => Case>> = {
  "out of order, with copies": () => {
    const originals = Array.from({ length: 10_000 }, (_, index) =>
      eventOf(index, index * 3 - ((index * 37) % 31), ["a", "b", "c"][index % 3] ?? "a"),
    );
    const events = originals.map((event, index) =>
      index % 5 === 4 ? (originals[index - 1 - ((index * 7) % 12)] ?? event) : event,
    );
    return { events, horizonMs: 45 };
  },
  "with events that are too old, each with an id of its own": () => ({
    events: Array.from({ length: 10_000 }, (_, index) => eventOf(index, index * 3 - (index % 2 === 1 ? 100 : 0), "a")),
    horizonMs: 45,
  }),
  "in order, without copies, each event with a key of its own": () => ({
    events: Array.from({ length: 10_000 }, (_, index) => eventOf(index, index * 3, `key-${index}`)),
    horizonMs: 45,
  }),
};

async function staysSmall(code: Code<Contract>, name: string, one: Case): Promise<Finding | undefined> {
  const counts = [10, 100, 300, one.events.length];
  const { memory, sizes, verdicts: got } = await follow(code, one, { measure: counts.map((count) => count - 1) });
  const rights = verdicts(one);
  const wrong = rights.findIndex((right, index) => right !== got[index]);
  if (wrong >= 0) {
    const timeline = draw(one, got, wrong);
    return {
      expected: rights[wrong],
      got: got[wrong],
      anomaly: got[wrong] === "new" ? "duplicated" : "lost",
      timeline,
    };
  }
  const text = JSON.stringify(memory) ?? "";
  const kept = new Set(text.match(/event-\d{5}/g)).size;
  const most = 3 * live(one) + 64;
  if (kept <= most && text.length <= 120 * most) return undefined;
  const timeline = counts.map((count, index) => ({
    "after events": count,
    "could come again": live({ ...one, events: one.events.slice(0, count) }),
    "memory as JSON": `${sizes[index]} characters`,
    wrong: count === one.events.length,
  }));
  return {
    expected: `at most ${most} ids, and ${120 * most} characters`,
    got: `${kept} ids, and ${text.length} characters`,
    anomaly: "unbounded-state",
    timeline,
    note: `The stream: ${name}.`,
  };
}

/** The memory at the start is a value of the learner's, which has to be asked for before the pipeline begins. */
function withEmpty(build: (empty: unknown) => Integration<Contract>): Integration<Contract> {
  return {
    says: build(null).says,
    check: async (code) => await build(await code.empty).check(code),
    onLog: async (code, log, prefix) => await build(await code.empty).onLog?.(code, log, prefix),
  };
}

export default grader({
  title: "copies told from new events, with a memory that does not grow",
  whenThrown: "lost",
  exports: { empty: "value", deduplicate: "function" },
  properties: {
    once: property({
      says: "No id is new twice, whatever the order of the events and the distance of the copies.",
      given: anyStream,
      cover: reaches,
      async check(code, one) {
        const got = (await follow(code, one)).verdicts;
        const at = one.events.findIndex(
          ({ id }, index) =>
            got[index] === "new" &&
            one.events.slice(0, index).some((other, at) => other.id === id && got[at] === "new"),
        );
        if (at < 0) return undefined;
        return { expected: verdicts(one)[at], got: "new", anomaly: "duplicated", timeline: draw(one, got, at) };
      },
    }),
    tooOld: property({
      says: "An event whose ts + horizon is at most the newest ts before it is too old, known or not, whatever its key.",
      given: anyStream,
      cover: { "an event exactly at the horizon": [0.2, (one) => some(one, (index) => offset(one, index) === 0)] },
      check: (code, one) => judgedAs(code, one, (right) => right === "too-old", "late-accepted"),
    }),
    inTime: property({
      says: "An event that is one millisecond less behind is not too old.",
      given: anyStream,
      cover: { "an event just inside the horizon": [0.05, (one) => some(one, (index) => offset(one, index) === 1)] },
      check: (code, one) => judgedAs(code, one, (_, got) => got === "too-old", "on-time-rejected"),
    }),
    fresh: property({
      says: "An event that is not too old and whose id was not new before is new.",
      given: anyStream,
      cover: reaches,
      check: (code, one) => judgedAs(code, one, (right) => right === "new", "lost"),
    }),
    copies: property({
      says: "An event that is not too old and whose id was new before is a duplicate.",
      given: anyStream,
      cover: reaches,
      check: (code, one) => judgedAs(code, one, () => true, "duplicated"),
    }),
    restart: property({
      says: "A memory that went through JSON, as over a restart, judges as if nothing had happened.",
      given: fc.record({ one: anyStream, restarts: list(fc.nat(24), 1, 6) }),
      whenThrown: "half-applied",
      check: (code, { one, restarts }) => judgedAs(code, one, () => true, "half-applied", [0, ...restarts]),
    }),
    again: property({
      says: "A step that is tried again, from the memory before it, judges as it did the first time.",
      given: streams,
      runs: 60,
      async check(code, one) {
        const empty = await code.empty;
        const steps = one.events.map((event) => [event, one.horizonMs]);
        const run = await scan<{ verdict: Verdict }>(code, "deduplicate", {
          state: empty,
          steps,
          field: "memory",
          keep: true,
        });
        const before = [empty, ...run.states];
        for (const [at, event] of [...one.events.entries()].reverse()) {
          const { verdict } = await code.deduplicate(before[at], event, one.horizonMs);
          const first = run.outputs[at]?.verdict;
          if (verdict === first) continue;
          const got = run.outputs.map((output, index) => (index === at ? verdict : output.verdict));
          const note = "The memory that is handed in is all that may be remembered: no variable outside the function.";
          return { expected: first, got: verdict, anomaly: "nondeterministic", timeline: draw(one, got, at), note };
        }
        return undefined;
      },
    }),
    newProcess: property({
      says: "A restart is a new process: the memory is all that it has, and it goes on as before.",
      given: fc.constant(null),
      runs: 1,
      whenThrown: "half-applied",
      async check(code) {
        const at = (id: string, ts: number): Event => ({ id, key: "a", ts, value: 1 });
        const one: Case = { events: [at("a", 0), at("b", 5), at("a", 0), at("c", 9), at("b", 5)], horizonMs: 10 };
        const [before, after] = [one.events.slice(0, 2), one.events.slice(2)];
        const first = await follow(code, { ...one, events: before });
        const restarted = await elsewhere(code);
        const run = await scan<{ verdict: Verdict }>(restarted, "deduplicate", {
          state: first.memory,
          steps: after.map((event) => [event, one.horizonMs]),
          field: "memory",
          viaJson: [0],
        });
        const got = [...first.verdicts, ...run.outputs.map(({ verdict }) => verdict)];
        const right = verdicts(one);
        const wrong = right.findIndex((verdict, index) => verdict !== got[index]);
        if (wrong < 0) return undefined;
        const note = "The process was ended after the second event, and a new one went on with the memory as JSON.";
        return {
          expected: right[wrong],
          got: got[wrong],
          anomaly: "half-applied",
          timeline: draw(one, got, wrong),
          note,
        };
      },
    }),
    crowd: property({
      says: "Six hundred ids that could all come again are all remembered.",
      given: fc.constant(null),
      runs: 1,
      check: (code) => {
        const originals = Array.from({ length: 600 }, (_, index) => eventOf(index, index, "a"));
        const events = [...originals, ...originals.filter((_, index) => index % 50 === 7)];
        return judgedAs(code, { events, horizonMs: 1_000 }, () => true, byEffect);
      },
    }),
    bounded: property({
      says: "After thousands of events the memory holds few more than the ids that could still come again.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        const streams = Object.entries(longStreams).map(([name, make]) => ({ name, one: make() }));
        // A memory that grows shows in a tenth of the stream, without the time that a large one takes.
        for (const count of [1_000, 10_000]) {
          for (const { name, one } of streams) {
            const finding = await staysSmall(code, name, { ...one, events: one.events.slice(0, count) });
            if (finding !== undefined) return finding;
          }
        }
        return undefined;
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's order: a copy after 4 s is a duplicate, one after 10 s is too old, with a horizon of 10 s.",
      check: (code) => {
        const at = (id: string, ts: number): Event => ({ id, key: "harbor", ts, value: 1 });
        const events = [
          at("order-1", 0),
          at("order-2", 4_000),
          at("order-1", 0),
          at("order-3", 10_000),
          at("order-1", 0),
        ];
        return judgedAs(code, { events, horizonMs: 10_000 }, () => true, "duplicated");
      },
    }),
  ],
  integration: withEmpty((empty) =>
    integrationByHand<Contract, Event>(["deduplicate"], (functions) => deduplicated(functions, empty)),
  ),
  hints: {
    general: [
      "To judge the event in the row, which two things do you have to know about the events before it?",
      "Remember the largest ts so far, and the ids that could still have a copy, each with its ts. First ask whether it is too old.",
      "if (newest !== null && ts + horizonMs <= newest) too-old; else if an entry has this id duplicate; else add { id, ts }, and keep entries with ts + horizonMs > newest.",
    ],
    once: [
      "This id was new before. Why did you not know it any more, or why did you still ask?",
      "An id may be forgotten only when each further copy of it would be too old; and what is too old is never new.",
      "Keep every entry with ts + horizonMs > newest, however many there are, and let newest only grow: Math.max.",
    ],
    tooOld: [
      "Add the horizon to the event's ts. What is the newest ts before it, over all keys?",
      "At the horizon is too old already, also when you happen to remember the id. So this question comes first.",
      "ts + horizonMs <= newest, with newest the largest ts of all events so far.",
    ],
    inTime: [
      "By how much is this event behind the newest one? Is that as much as the horizon?",
      "Only ts + horizonMs <= newest is too old; and before the first event nothing is.",
      "newest !== null && ts + horizonMs <= newest",
    ],
    fresh: [
      "Did this id come before, or only something that resembles it?",
      'Only the id counts, no key and no time. And a plain object has a "constructor" before you put one in.',
      "memory.seen.some((one) => one.id === id)",
    ],
    restart: [
      "What does JSON.stringify make of a Set, a Map or -Infinity?",
      "Keep plain arrays, objects, numbers and null in the memory; build a Set inside the function when you want one.",
      "empty = { newest: null, seen: [] }",
    ],
    bounded: [
      "What is in your memory after 10,000 events that nobody will ever ask for?",
      "An id goes when ts + horizonMs <= newest. This must happen in every stream: also without copies, and with many keys.",
      "seen: seen.filter((one) => one.ts + horizonMs > newest), at each new event or now and then.",
    ],
    untouched: [
      "Who else might still use the memory that you were given?",
      "A step that fails is tried again from the old memory. Build a new one in place of writing into the old.",
      "return { verdict, memory: { newest, seen: [...live, { id, ts }] } }",
    ],
  },
});
