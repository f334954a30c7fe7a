import type { Arrival } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  clockCases,
  crowd,
  exercise,
  type Finding,
  fc,
  list,
  nearTimes,
  same,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { arrival } from "./_arrivals.js";
import { integrationWith } from "./_by-hand.js";

type Clock = "event" | "arrival";
type Counts = { start: number; count: number }[];

export interface Contract {
  countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: Clock): Counts;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly arrivals: readonly Arrival[];
  readonly sizeMs: number;
  readonly clock: Clock;
}

const timeOf = (arrival: Arrival, clock: Clock): number => (clock === "event" ? arrival.ts : arrival.arrivedAt);

/** Looks for the last boundary that is not after the time, one millisecond at a time. */
function startOf(time: number, sizeMs: number): number {
  let start = time;
  while (!same(start % sizeMs, 0)) start--;
  return start === 0 ? 0 : start;
}

function right({ arrivals, sizeMs, clock }: Case): Counts {
  const starts = arrivals.map((arrival) => startOf(timeOf(arrival, clock), sizeMs));
  const counts: Counts = [];
  for (let rest = starts; rest.length > 0; ) {
    const start = Math.min(...rest);
    counts.push({ start, count: starts.filter((other) => other === start).length });
    rest = rest.filter((other) => other !== start);
  }
  return counts;
}

const text = (start: number, sizeMs: number): string => `[${start}, ${start + sizeMs})`;

const draw = ({ arrivals, sizeMs, clock }: Case): Timeline =>
  arrivals.slice(0, 6).map((arrival) => ({
    ts: arrival.ts,
    "arrival time": arrival.arrivedAt,
    clock,
    "belongs to": text(startOf(timeOf(arrival, clock), sizeMs), sizeMs),
  }));

const finding = (one: Case, expected: unknown, got: unknown, anomaly: Anomaly): Finding => ({
  expected,
  got,
  anomaly,
  timeline: draw(one),
});

const count = (code: Code<Contract>, { arrivals, sizeMs, clock }: Case): Promise<Counts> =>
  code.countByWindow(arrivals, sizeMs, clock);

const clock = fc.constantFrom<Clock>("event", "arrival");
const someArrival = arrival({ ts: nearTimes, delay: fc.integer({ min: -20, max: 60 }) });
/** All times of a stream are near each other, so that nothing has to walk through empty windows; one in twenty is far. */
const streams = fc
  .record({
    arrivals: fc.oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: list(someArrival) },
      { weight: 1, arbitrary: crowd(someArrival) },
    ),
    copies: fc.nat(2),
    together: fc.nat(4),
    far: fc.oneof(
      { withCrossShrink: true },
      { weight: 19, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(1e12, -1e12) },
    ),
    sizeMs: sizes,
    clock,
  })
  .map(({ arrivals, copies, together, far, sizeMs, clock }): Case => {
    // In one stream of five all arrive at once.
    const near = together < 4 ? arrivals : arrivals.map((one) => ({ ...one, ts: 7, arrivedAt: 9 }));
    const moved = near.map((one) => ({ ...one, ts: one.ts + far, arrivedAt: one.arrivedAt + far }));
    return { arrivals: [...moved, ...moved.slice(0, copies)], sizeMs, clock };
  });
const hasEqual = ({ arrivals }: Case): boolean =>
  arrivals.some((one, index) => arrivals.slice(0, index).some((other) => same(one, other)));
const isOnBoundary = ({ arrivals, sizeMs, clock }: Case): boolean =>
  arrivals.some((one) => timeOf(one, clock) === startOf(timeOf(one, clock), sizeMs));
const reaches = {
  "a time before zero": [0.3, ({ arrivals, clock }: Case) => arrivals.some((one) => timeOf(one, clock) < 0)],
  "a time on a boundary": [0.2, isOnBoundary],
  "two equal arrivals": [0.3, hasEqual],
  "more than 64 in one window": [0.003, (one: Case) => right(one).some(({ count }) => count > 64)],
  "two in one window": [0.2, (one: Case) => right(one).some(({ count }) => count > 1)],
} as const;

/** Moving the times of the other clock changes nothing. */
const moved = fc.record({
  arrivals: list(someArrival, 1),
  by: list(fc.integer({ min: -40, max: 40 }), 25, 25),
  sizeMs: sizes,
});

/** Whether the counts depend on the time that was not asked for. */
async function readsOther(code: Code<Contract>, one: Case, other: readonly Arrival[]): Promise<Finding | undefined> {
  const [before, after] = [await count(code, one), await count(code, { ...one, arrivals: other })];
  const inOrder = (counts: Counts): Counts => [...counts].sort((left, right) => left.start - right.start);
  if (same(inOrder(before), inOrder(after))) return undefined;
  const hidden = one.clock === "event" ? "time of arrival" : "event time";
  return {
    ...finding({ ...one, arrivals: other }, before, after, "wrong-clock"),
    note: `Only the ${hidden} of these events was changed, and the counts by the other clock changed with it.`,
  };
}

export default grader({
  title: "counts by window, by the one clock or the other",
  whenThrown: "lost",
  exports: { countByWindow: "function" },
  properties: {
    eventClock: property({
      says: "By event time it plays no part when the events arrived.",
      given: moved,
      check: (code, { arrivals, by, sizeMs }) => {
        const other = arrivals.map((one, index) => ({ ...one, arrivedAt: one.arrivedAt + (by[index] ?? 0) }));
        return readsOther(code, { arrivals, sizeMs, clock: "event" }, other);
      },
    }),
    arrivalClock: property({
      says: "By time of arrival it plays no part when the events happened.",
      given: moved,
      check: (code, { arrivals, by, sizeMs }) => {
        const other = arrivals.map((one, index) => ({ ...one, ts: one.ts + (by[index] ?? 0) }));
        return readsOther(code, { arrivals, sizeMs, clock: "arrival" }, other);
      },
    }),
    ascending: property({
      says: "The windows are in the order of time, and each is listed once.",
      given: streams,
      cover: {
        "starts with a different number of digits": [
          0.3,
          (one) => new Set(right(one).map(({ start }) => `${start}`.length)).size > 1,
        ],
      },
      async check(code, one) {
        const got = (await count(code, one)).map(({ start }) => start);
        const expected = [...new Set(got)].sort((left, right) => left - right);
        return same(expected, got) ? undefined : finding(one, expected, got, "reordered");
      },
    }),
    noneEmpty: property({
      says: "Only windows that hold something are listed.",
      given: streams,
      async check(code, one) {
        const got = (await count(code, one)).filter(({ count }) => count === 0);
        if (got.length === 0) return undefined;
        return finding(one, "no window with a count of 0", got.slice(0, 3), "wrong-value");
      },
    }),
    allCounted: property({
      says: "The counts add up to the number of arrivals.",
      given: streams,
      cover: reaches,
      async check(code, one) {
        const got = (await count(code, one)).reduce((sum, { count }) => sum + count, 0);
        if (got === one.arrivals.length) return undefined;
        return finding(one, one.arrivals.length, got, got > one.arrivals.length ? "duplicated" : "lost");
      },
    }),
    rightWindow: property({
      says: "Each arrival is counted in the window that contains its time.",
      given: streams,
      cover: reaches,
      async check(code, one) {
        const [expected, got] = [right(one), await count(code, one)];
        return same(expected, got) ? undefined : finding(one, expected, got, "wrong-window");
      },
    }),
    today: property({
      says: "Times of our days are counted in the right window too, in windows of a minute, an hour or a day.",
      given: fc.record({ one: clockCases(), clock }),
      runs: 60,
      cover: { "the last time of a window": [0.05, ({ one }) => one.ts === one.start + one.sizeMs - 1] },
      async check(code, { one: { ts, sizeMs, start }, clock }) {
        const times = clock === "event" ? { ts, arrivedAt: ts + sizeMs } : { ts: ts - sizeMs, arrivedAt: ts };
        const arrivals: Arrival[] = [{ id: "a", key: "a", value: 1, ...times }];
        const [expected, got] = [[{ start, count: 1 }], await count(code, { arrivals, sizeMs, clock })];
        if (same(expected, got)) return undefined;
        const timeline = [{ ...times, clock, "belongs to": text(start, sizeMs) }];
        return { expected, got, anomaly: "wrong-window", timeline };
      },
    }),
    anyOrder: property({
      says: "The order of the arrivals plays no part.",
      given: streams,
      async check(code, one) {
        const other = { ...one, arrivals: [...one.arrivals].reverse() };
        const [expected, got] = [await count(code, one), await count(code, other)];
        return same(expected, got) ? undefined : finding(other, expected, got, "nondeterministic");
      },
    }),
  },
  examples: [
    example({
      says: "An order of 10:09 that arrives at 10:12: by event time in the window from 10:00, by arrival in the next.",
      async check(code) {
        const minute = 60_000;
        const arrivals: Arrival[] = [{ id: "order-1", key: "a", ts: 609 * minute, value: 1, arrivedAt: 612 * minute }];
        const expected = { event: [{ start: 600 * minute, count: 1 }], arrival: [{ start: 610 * minute, count: 1 }] };
        const got = {
          event: await code.countByWindow(arrivals, 10 * minute, "event"),
          arrival: await code.countByWindow(arrivals, 10 * minute, "arrival"),
        };
        if (same(expected, got)) return undefined;
        const timeline = arrivals.map(({ ts, arrivedAt }) => ({ ts, "arrival time": arrivedAt }));
        return { expected, got, anomaly: "wrong-clock", timeline };
      },
    }),
  ],
  integration: integrationWith<Contract>(["countByWindow"], ({ countByWindow }) => ({ countByWindow })),
  hints: {
    general: [
      "For one arrival: which of its two times counts here, and which window contains that time?",
      "First a table from the start of a window to its count, in one pass; then its rows, sorted by start as numbers.",
      'const time = clock === "event" ? ts : arrivedAt; const start = Math.floor(time / sizeMs) * sizeMs; count in a Map.',
    ],
    eventClock: [
      "Which field of an arrival says when it happened?",
      "By event time only ts matters: the count would be the same if everything had come at once.",
      'const time = clock === "event" ? ts : arrivedAt;',
    ],
    arrivalClock: [
      "Which field of an arrival says when it came?",
      "By time of arrival only arrivedAt matters.",
      'const time = clock === "event" ? ts : arrivedAt;',
    ],
    ascending: [
      "In which order does a Map, or sort() without an argument, give you the starts?",
      "A Map keeps the order in which keys came; sort() without an argument compares texts. Sort by number.",
      "counts.sort((left, right) => left.start - right.start)",
    ],
    noneEmpty: [
      "Did anything happen in the window with count 0?",
      "Go through the arrivals, not through time: then a window only comes to be when something is in it.",
      "A Map that gets an entry when the first arrival of its window comes.",
    ],
    allCounted: [
      "Which of the arrivals is in none of your windows?",
      "The first arrival of a window counts as well, and the last window has nothing after it that would close it.",
      "counts.set(start, (counts.get(start) ?? 0) + 1)",
    ],
    rightWindow: [
      "Is a time in the rows on a boundary, or before zero? Where does your rounding put it?",
      "A window has its start and lacks its end, and rounding is downward, also before zero: as in assignTumbling.",
      "Math.floor(time / sizeMs) * sizeMs",
    ],
  },
});
