import type { Arrival } from "tidemark/exercises";
import {
  type Anomaly,
  crowd,
  exercise,
  type Finding,
  fc,
  list,
  nearTimes,
  same,
  shuffled,
  type Timeline,
} from "tidemark/grading";
import { arrival, someDelay } from "./_arrivals.js";

interface Statistics {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface Contract {
  delayStatistics(arrivals: readonly Arrival[]): Statistics | null;
}

const { grader, property, example } = exercise<Contract>();

const figures = ["min", "median", "p95", "max"] as const;
const delaysOf = (arrivals: readonly Arrival[]): number[] => arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts);

/** How many of a hundred delays, at least, are this figure or less. */
const percents = { min: 0, median: 50, p95: 95, max: 100 } as const;

const covers = (delay: number, all: readonly number[], percent: number): boolean =>
  all.filter((other) => other <= delay).length * 100 >= percent * all.length;

/** By counting: of all delays that cover enough of them, the one that no other such delay is below. */
function figureOf(all: readonly number[], percent: number): number {
  const enough = all.filter((delay) => covers(delay, all, percent));
  return enough.find((delay) => enough.every((other) => other >= delay)) ?? Number.NaN;
}

function right(arrivals: readonly Arrival[]): Statistics {
  const all = delaysOf(arrivals);
  const [min, median, p95, max] = figures.map((name) => figureOf(all, percents[name]));
  return { count: all.length, min, median, p95, max } as Statistics;
}

const draw = (arrivals: readonly Arrival[]): Timeline =>
  arrivals
    .slice(0, 6)
    .map(({ id, ts, arrivedAt }) => ({ id: JSON.stringify(id), ts, arrives: arrivedAt, delay: arrivedAt - ts }));

const finding = (arrivals: readonly Arrival[], expected: unknown, got: unknown, anomaly: Anomaly): Finding => ({
  expected,
  got,
  anomaly,
  timeline: draw(arrivals),
});

/** Long lists as well as short ones: below twenty arrivals p95 is the maximum. */
const arrivals = fc.oneof(
  { withCrossShrink: true },
  list(arrival(), 1),
  fc.array(arrival(), { minLength: 1, maxLength: 45, size: "max" }),
  crowd(arrival()).map((all) => (all.length === 0 ? [{ id: "a", key: "a", ts: 0, value: 1, arrivedAt: 0 }] : all)),
);
const reaches = {
  "a negative delay": [0.3, (arrivals: readonly Arrival[]) => delaysOf(arrivals).some((delay) => delay < 0)],
  "delays with a different number of digits": [
    0.3,
    (arrivals: readonly Arrival[]) => new Set(delaysOf(arrivals).map((delay) => `${Math.abs(delay)}`.length)).size > 1,
  ],
  "more than 64 arrivals": [0.1, (arrivals: readonly Arrival[]) => arrivals.length > 64],
  "more than twenty arrivals": [0.08, (arrivals: readonly Arrival[]) => arrivals.length > 20],
} as const;

// Without an integration check: it looks back on a stream that has come to its end, and no results depend on it.
export default grader({
  title: "how late events arrive",
  whenThrown: "lost",
  exports: { delayStatistics: "function" },
  properties: {
    none: property({
      says: "Without arrivals there are no statistics: null.",
      given: fc.constant<Arrival[]>([]),
      runs: 1,
      async check(code, arrivals) {
        const got = await code.delayStatistics(arrivals);
        return got === null ? undefined : finding(arrivals, null, got, "wrong-value");
      },
    }),
    clocks: property({
      says: "A delay is the time from the event to its arrival: what comes after it happened has a positive one.",
      given: fc
        .record({ times: list(nearTimes, 1, 5), delay: fc.integer({ min: 1, max: 300 }) })
        .map(({ times, delay }) =>
          times.map((ts, index): Arrival => ({ id: `e${index + 1}`, key: "a", ts, value: 1, arrivedAt: ts + delay })),
        ),
      async check(code, arrivals) {
        const got = await code.delayStatistics(arrivals);
        const delay = delaysOf(arrivals)[0] ?? 0;
        if (got !== null && got.min === delay && got.max === delay) return undefined;
        return finding(arrivals, { min: delay, max: delay }, got && { min: got.min, max: got.max }, "wrong-clock");
      },
    }),
    allCount: property({
      says: "Every arrival counts: copies, and those whose delay is negative.",
      given: arrivals,
      cover: {
        ...reaches,
        "a copy": [0.3, (arrivals) => new Set(arrivals.map(({ id }) => id)).size < arrivals.length],
      },
      async check(code, arrivals) {
        const got = (await code.delayStatistics(arrivals))?.count;
        if (got === arrivals.length) return undefined;
        const tooMany = got !== undefined && got > arrivals.length;
        return finding(arrivals, arrivals.length, got, tooMany ? "duplicated" : "lost");
      },
    }),
    occurred: property({
      says: "Each of the four figures is a delay that occurred.",
      given: arrivals,
      cover: reaches,
      async check(code, arrivals) {
        const got = await code.delayStatistics(arrivals);
        const strange = figures.find((name) => !delaysOf(arrivals).some((delay) => same(delay, got?.[name])));
        if (strange === undefined) return undefined;
        return finding(
          arrivals,
          `${strange} is one of ${delaysOf(arrivals).join(", ")}`,
          got?.[strange],
          "wrong-value",
        );
      },
    }),
    nearestRank: property({
      says: "Each figure is the smallest delay that covers its share: 50 % of all delays for the median, 95 % for p95.",
      given: arrivals,
      cover: reaches,
      async check(code, arrivals) {
        const got = await code.delayStatistics(arrivals);
        const expected = right(arrivals);
        return same(expected, got) ? undefined : finding(arrivals, expected, got, "wrong-value");
      },
    }),
    anyOrder: property({
      says: "The order of the arrivals plays no part.",
      given: shuffled(arrival(), 1, 25),
      async check(code, { list, other }) {
        const [one, two] = [await code.delayStatistics(list), await code.delayStatistics(other)];
        return same(one, two) ? undefined : finding(other, one, two, "nondeterministic");
      },
    }),
    shifts: property({
      says: "When everything arrives some time later, all four figures are that much larger.",
      given: fc.record({ arrivals, later: someDelay }),
      async check(code, { arrivals, later }) {
        const delayed = arrivals.map((one) => ({ ...one, arrivedAt: one.arrivedAt + later }));
        const [before, got] = [await code.delayStatistics(arrivals), await code.delayStatistics(delayed)];
        const expected = before && { ...before };
        if (expected !== null) for (const name of figures) Object.assign(expected, { [name]: expected[name] + later });
        return same(expected, got) ? undefined : finding(delayed, expected, got, "wrong-clock");
      },
    }),
  },
  examples: [
    example({
      says: "Twenty arrivals with delays of 1 to 20 s: the median is 10 s, p95 is 19 s.",
      async check(code) {
        const arrivals = Array.from({ length: 20 }, (_, index): Arrival => {
          const delay = (20 - index) * 1_000;
          return { id: `order-${index}`, key: "a", ts: index * 100, value: 1, arrivedAt: index * 100 + delay };
        });
        const got = await code.delayStatistics(arrivals);
        const expected = { count: 20, min: 1_000, median: 10_000, p95: 19_000, max: 20_000 };
        return same(expected, got) ? undefined : finding(arrivals, expected, got, "wrong-value");
      },
    }),
  ],
  hints: {
    general: [
      "Write the delays of the rows on a line, smallest first. At which place does half of them stand at or before it?",
      "Compute all delays, sort them as numbers, and read the figures at ranks. The rank of p is n·p, rounded up, from 1.",
      "delays.sort((a, b) => a - b); the median is delays[Math.ceil(0.5 * n) - 1], p95 is delays[Math.ceil(0.95 * n) - 1].",
    ],
    none: [
      "What is the largest of no delays?",
      "There is no honest number to give here. Look for this case before anything else.",
      "if (arrivals.length === 0) return null;",
    ],
    clocks: [
      "The event happened at ts and came at arrivedAt. Which of the two is later here?",
      "A delay is how much later it came: arrival minus event.",
      "arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts)",
    ],
    allCount: [
      "Which of the rows did you leave out?",
      "A negative delay says that the sender's clock runs ahead: worth seeing. And a copy has arrived, too, with its own delay.",
      "count is arrivals.length, and no filter comes before the sort.",
    ],
    occurred: [
      "Is the figure that you gave the delay of any row?",
      "With an even number of delays this median is the lower of the two in the middle, not something in between.",
      "Read a place of the sorted list: delays[Math.ceil(p * n) - 1]. No mean, and no Math.abs.",
    ],
    nearestRank: [
      "How does sort() without an argument order 9 and 10? And at which place of a list does rank 1 stand?",
      "Sort by number. A rank counts from 1, an index from 0.",
      "delays.sort((left, right) => left - right), then delays[Math.ceil(p * n) - 1].",
    ],
    untouched: [
      "Whose list is it that you sort?",
      "sort() works in place. A list of delays that you made yourself you may sort as you like.",
      "Map the arrivals to their delays first; sort that. Or arrivals.toSorted(…).",
    ],
  },
});
