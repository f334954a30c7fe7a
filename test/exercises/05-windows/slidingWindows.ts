import {
  type Anomaly,
  type Code,
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
import { integrationWith } from "./_by-hand.js";

interface SlidingCount {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

export interface Contract {
  slidingWindows(times: readonly number[], differenceMs: number): SlidingCount[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly times: readonly number[];
  readonly differenceMs: number;
}

const inside = ({ times, differenceMs }: Case, start: number): number =>
  times.filter((ts) => ts >= start && ts - start <= differenceMs).length;

/** Tries every start from the first that could hold an event to the last. */
function right(one: Case): SlidingCount[] {
  const { times, differenceMs } = one;
  if (times.length === 0) return [];
  const windows: SlidingCount[] = [];
  for (let start = Math.min(...times) - differenceMs; start <= Math.max(...times); start++) {
    const isAsked = times.some((ts) => start === ts - differenceMs || start === ts + 1);
    const count = isAsked ? inside(one, start) : 0;
    if (count > 0) windows.push({ start, end: start + differenceMs, count });
  }
  return windows;
}

const text = ({ start, end }: SlidingCount): string => `[${start}, ${end}]`;

/** One row for each window that came out or should have; where there are many, those around the first wrong one. */
function draw(one: Case, got: readonly SlidingCount[], isWrong: (window: string) => boolean): Timeline {
  const expected = right(one);
  const sorted = [...expected, ...got].sort((left, right) => left.start - right.start || left.end - right.end);
  const all = [...new Set(sorted.map(text))];
  const first = Math.max(0, Math.min(all.findIndex(isWrong) - 2, all.length - 6));
  const counts = (windows: readonly SlidingCount[], name: string): string =>
    windows
      .filter((window) => text(window) === name)
      .map(({ count }) => count)
      .join(", ");
  return all.slice(first, first + 6).map((window) => ({
    times: one.times.join(", "),
    difference: one.differenceMs,
    window,
    out: counts(got, window),
    right: counts(expected, window),
    wrong: isWrong(window),
  }));
}

/** The windows for which `wrong` holds, of those that came out and those that should have. */
async function none(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  wrong: (got: readonly SlidingCount[]) => readonly SlidingCount[],
): Promise<Finding | undefined> {
  const got = await code.slidingWindows(one.times, one.differenceMs);
  const bad = wrong(got).map(text);
  if (bad.length === 0) return undefined;
  return { expected: right(one), got, anomaly, timeline: draw(one, got, (window) => bad.includes(window)) };
}

const missing = (expected: readonly SlidingCount[], got: readonly SlidingCount[]): SlidingCount[] => {
  const there = new Set(got.map(text));
  return expected.filter((window) => !there.has(text(window)));
};

/** Times that are near each other, often equal, or exactly the difference apart. */
const streams = fc
  .record({
    drawn: list(fc.record({ ts: nearTimes, how: fc.constantFrom("anywhere", "apart", "just", "equal") }), 1, 12),
    differenceMs: fc.nat(20),
  })
  .map(({ drawn, differenceMs }): Case => {
    const times: number[] = [];
    for (const { ts, how } of drawn) {
      const previous = times.at(-1);
      const step = { apart: differenceMs, just: differenceMs + 1, equal: 0 }[how as "apart"] ?? null;
      times.push(previous === undefined || step === null ? ts : previous + step);
    }
    return { times, differenceMs };
  });

const reaches = {
  "two events exactly the difference apart": [
    0.3,
    ({ times, differenceMs }: Case) =>
      differenceMs > 0 && times.some((ts) => times.some((other) => other - ts === differenceMs)),
  ],
  "two events one more than that apart": [
    0.3,
    ({ times, differenceMs }: Case) => times.some((ts) => times.some((other) => other - ts === differenceMs + 1)),
  ],
  "two events at one time": [0.3, ({ times }: Case) => new Set(times).size < times.length],
  "a window that starts before zero": [0.3, (one: Case) => right(one).some(({ start }) => start < 0)],
  "times out of order": [0.3, ({ times }: Case) => times.some((ts, index) => ts < (times[index - 1] ?? ts))],
} as const;

export default grader({
  title: "Kafka's sliding windows over the events of a key",
  optional: true,
  whenThrown: "lost",
  exports: { slidingWindows: "function" },
  properties: {
    length: property({
      says: "The end of a window is its start + the difference.",
      given: streams,
      check: (code, one) =>
        none(code, one, "wrong-window", (got) => got.filter(({ start, end }) => end !== start + one.differenceMs)),
    }),
    once: property({
      says: "No window is listed twice.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        none(code, one, "duplicated", (got) =>
          got.filter((window, index) => got.findIndex(({ start }) => start === window.start) !== index),
        ),
    }),
    ascending: property({
      says: "The windows are listed by ascending start, compared as numbers.",
      given: streams,
      check: (code, one) =>
        none(code, one, "reordered", (got) =>
          got.filter(({ start }, index) => start < (got[index - 1]?.start ?? start)),
        ),
    }),
    noneEmpty: property({
      says: "Every window holds an event.",
      given: streams,
      check: (code, one) =>
        none(code, one, "wrong-window", (got) =>
          got.filter(({ start, count }) => count === 0 || inside(one, start) === 0),
        ),
    }),
    counts: property({
      says: "A window counts every event from its start to its end, both included.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        none(code, one, "lost", (got) => got.filter(({ start, count }) => count < inside(one, start))),
    }),
    countsOnce: property({
      says: "A window counts no event that it does not hold, and none twice.",
      given: streams,
      check: (code, one) =>
        none(code, one, "wrong-window", (got) => got.filter(({ start, count }) => count !== inside(one, start))),
    }),
    asked: property({
      says: "Every window ends with an event, or begins just after one.",
      given: streams,
      check: (code, one) =>
        none(code, one, "wrong-window", (got) =>
          got.filter(({ start, end }) => !one.times.some((ts) => ts === end || ts === start - 1)),
        ),
    }),
    endsWith: property({
      says: "For each event there is the window that ends with it.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        none(code, one, "lost", (got) =>
          missing(
            right(one).filter(({ end }) => one.times.includes(end)),
            got,
          ),
        ),
    }),
    beginsAfter: property({
      says: "For each event there is the window that begins just after it, unless that one is empty.",
      given: streams,
      cover: {
        "a window that no event ends": [0.3, (one) => right(one).some(({ end }) => !one.times.includes(end))],
      },
      check: (code, one) => none(code, one, "lost", (got) => missing(right(one), got)),
    }),
    justThese: property({
      says: "The answer is a list of these windows, each with start, end and count; without events it is empty.",
      given: fc.oneof({ withCrossShrink: true }, streams, fc.constant<Case>({ times: [], differenceMs: 5 })),
      async check(code, one) {
        const [expected, got] = [right(one), await code.slidingWindows(one.times, one.differenceMs)];
        if (same(expected, got)) return undefined;
        return { expected, got, anomaly: "wrong-value", timeline: draw(one, got, () => true) };
      },
    }),
    anyOrder: property({
      says: "The order of the times plays no part.",
      given: streams,
      async check(code, one) {
        const other = { ...one, times: [...one.times].reverse() };
        const [before, after] = [
          await code.slidingWindows(one.times, one.differenceMs),
          await code.slidingWindows(other.times, one.differenceMs),
        ];
        if (same(before, after)) return undefined;
        return { expected: before, got: after, anomaly: "nondeterministic", timeline: draw(other, after, () => true) };
      },
    }),
    many: property({
      says: "However many events there are, and at the times of our days, each of their windows is there.",
      given: fc
        .record({ times: crowd(fc.nat(99)), from: fc.integer({ min: 1.759e12, max: 1.761e12 }), differenceMs: sizes })
        .map(({ times, from, differenceMs }): Case => ({ times: times.map((ts) => from + ts), differenceMs })),
      runs: 15,
      async check(code, one) {
        const [expected, got] = [right(one), await code.slidingWindows(one.times, one.differenceMs)];
        if (same(expected, got)) return undefined;
        const at = expected.findIndex((window, index) => !same(window, got[index]));
        const out = (windows: readonly SlidingCount[]): string =>
          windows[at] === undefined ? "" : `${text(windows[at])}: ${windows[at].count}`;
        return {
          expected: `${expected.length} windows`,
          got: `${got.length} windows, and not these`,
          anomaly: got.length < expected.length ? "lost" : "wrong-window",
          timeline: [{ events: one.times.length, window: at + 1, out: out(got), right: out(expected), wrong: true }],
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's two clicks, at 10 and 14 with a difference of 10: alone, together, and the second alone.",
      check: (code) =>
        none(code, { times: [10, 14], differenceMs: 10 }, "wrong-window", (got) => {
          const expected = [
            { start: 0, end: 10, count: 1 },
            { start: 4, end: 14, count: 2 },
            { start: 11, end: 21, count: 1 },
          ];
          return same(expected, got) ? [] : expected;
        }),
    }),
  ],
  integration: integrationWith<Contract>(["slidingWindows"], ({ slidingWindows }) => ({ slide: slidingWindows })),
  hints: {
    general: [
      "Slide a window over the events by hand. At which two moments does what it holds change?",
      "When an event comes in at its end, and when one falls out at its start. Those are the two windows that an event asks for.",
      "starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1])); sort them as numbers; count; leave out what counts 0.",
    ],
    once: [
      "Which two events asked for this window?",
      "Two events that are the difference + 1 apart ask for the same window, and so do two of equal time.",
      "Put the starts into a Set before you make windows of them.",
    ],
    ascending: [
      "In which order were the starts asked for, and how does sort() compare them?",
      "The start just after one event may be behind the start that the next one asks for; and sort() without an argument compares texts.",
      "[...starts].sort((left, right) => left - right)",
    ],
    noneEmpty: [
      "Which events lie in the window with the arrow?",
      "Just after the last event there is nothing more. A window that holds nothing does not exist.",
      ".filter(({ count }) => count > 0) at the end",
    ],
    counts: [
      "Is there an event exactly at the end of the window with the arrow, or a second one at the same time?",
      "Both ends belong to a sliding window, and each event counts, however many share its time.",
      "times.filter((ts) => start <= ts && ts <= end).length",
    ],
    asked: [
      "Which event asked for the window with the arrow?",
      "The second window of an event begins one millisecond after it: the window without it, but with what follows.",
      "[ts - differenceMs, ts + 1]",
    ],
    endsWith: [
      "Which window holds this event as its last?",
      "It reaches the difference back from the event, also to before zero.",
      "start = ts - differenceMs",
    ],
    beginsAfter: [
      "When the oldest event falls out of the window, what is left in it?",
      "That is a set of events which no window that ends with an event need hold.",
      "start = ts + 1, when an event lies in [ts + 1, ts + 1 + differenceMs]",
    ],
  },
});
