import type { Window } from "tidemark/exercises";
import {
  type Code,
  clockCases,
  distances,
  exercise,
  type Finding,
  fc,
  nearTimes,
  same,
  sizes,
  type Timeline,
  times,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

export interface Contract {
  assignTumbling(ts: number, sizeMs: number, offsetMs?: number): Window;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly ts: number;
  readonly sizeMs: number;
  /** `null`: the argument is left out. */
  readonly offsetMs: number | null;
}

const assign = (code: Code<Contract>, { ts, sizeMs, offsetMs }: Case): Promise<Window> =>
  offsetMs === null ? code.assignTumbling(ts, sizeMs) : code.assignTumbling(ts, sizeMs, offsetMs);

const isAligned = (time: number, { sizeMs, offsetMs }: Case): boolean => same((time - (offsetMs ?? 0)) % sizeMs, 0);

/** Looks at every start from which a window could reach the time. */
function windowOf(one: Case): Window {
  let start = one.ts;
  while (!isAligned(start, one)) start--;
  return { start, end: start + one.sizeMs };
}

const text = (window: Window): string => `[${window?.start}, ${window?.end})`;

const draw = (cases: readonly Case[], got: readonly Window[]): Timeline =>
  cases.map((one, index) => ({
    ts: one.ts,
    size: one.sizeMs,
    offset: one.offsetMs ?? "left out",
    out: text(got[index] as Window),
    right: text(windowOf(one)),
    wrong: !same(got[index], windowOf(one)),
  }));

const finding = (one: Case, expected: unknown, got: Window): Finding => ({
  expected,
  got: text(got),
  anomaly: "wrong-window",
  timeline: draw([one], [got]),
});

const offsets = fc.oneof(
  { withCrossShrink: true },
  fc.constant(null),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: -30, max: 60 }),
);
const anywhere = fc.record({ ts: times, sizeMs: sizes, offsetMs: offsets });
const onBoundary = fc.record({ index: nearTimes, sizeMs: sizes, offsetMs: offsets, distance: distances }).map(
  ({ index, sizeMs, offsetMs, distance }): Case => ({
    ts: (offsetMs ?? 0) + index * sizeMs + distance,
    sizeMs,
    offsetMs,
  }),
);
const anyTime = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: anywhere },
  { weight: 1, arbitrary: onBoundary },
);

const reaches = {
  "a time before zero": [0.3, ({ ts }: Case) => ts < 0],
  "a time on a boundary": [0.2, (one: Case) => isAligned(one.ts, one)],
  "an offset": [0.3, ({ offsetMs }: Case) => (offsetMs ?? 0) !== 0],
  "an offset larger than the size": [0.2, ({ offsetMs, sizeMs }: Case) => (offsetMs ?? 0) > sizeMs],
} as const;

export default grader({
  title: "the tumbling window that a time belongs to",
  whenThrown: "lost",
  exports: { assignTumbling: "function" },
  properties: {
    boundary: property({
      says: "A time on a boundary opens the next window: a window has its start and lacks its end.",
      given: fc
        .record({ index: nearTimes, sizeMs: sizes })
        .map(({ index, sizeMs }): Case => ({ ts: index * sizeMs, sizeMs, offsetMs: null })),
      cover: { "a time before zero": [0.3, ({ ts }) => ts < 0] },
      async check(code, one) {
        const got = await assign(code, one);
        return got.start === one.ts ? undefined : finding(one, `a window that starts at ${one.ts}`, got);
      },
    }),
    contains: property({
      says: "The window contains the time: start <= ts and ts < end.",
      given: anyTime,
      cover: reaches,
      async check(code, one) {
        const got = await assign(code, one);
        if (got.start <= one.ts && one.ts < got.start + one.sizeMs) return undefined;
        return finding(one, `a window around ${one.ts}`, got);
      },
    }),
    length: property({
      says: "The window is as long as the size: its end is the start of the next one.",
      given: anyTime,
      async check(code, one) {
        const got = await assign(code, one);
        return got.end - got.start === one.sizeMs ? undefined : finding(one, `a window of ${one.sizeMs}`, got);
      },
    }),
    aligned: property({
      says: "From the offset to the start of the window it is a whole number of sizes.",
      given: anyTime,
      cover: reaches,
      async check(code, one) {
        const got = await assign(code, one);
        return isAligned(got.start, one) ? undefined : finding(one, text(windowOf(one)), got);
      },
    }),
    shifts: property({
      says: "A time one size later is in the next window.",
      given: anyTime,
      async check(code, one) {
        const later = { ...one, ts: one.ts + one.sizeMs };
        const [got, next] = [await assign(code, one), await assign(code, later)];
        const expected = { start: got.start + one.sizeMs, end: got.end + one.sizeMs };
        if (same(next, expected)) return undefined;
        return {
          expected: text(expected),
          got: text(next),
          anomaly: "wrong-window",
          timeline: draw([one, later], [got, next]),
        };
      },
    }),
    today: property({
      says: "Times of our days are in the right window too, in windows of a minute, an hour or a day.",
      given: fc.record({ one: clockCases(), offsetMs: fc.constantFrom(null, 0, 1, 10_800_000) }),
      runs: 60,
      cover: {
        "a time on a boundary": [0.05, ({ one }) => one.ts === one.start],
        "the last time of a window": [0.05, ({ one }) => one.ts === one.start + one.sizeMs - 1],
      },
      async check(code, { one: { ts, sizeMs, start }, offsetMs }) {
        const shift = offsetMs ?? 0;
        const got = await assign(code, { ts: ts + shift, sizeMs, offsetMs });
        const expected = { start: start + shift, end: start + shift + sizeMs };
        if (same(got, expected)) return undefined;
        return {
          expected: text(expected),
          got: text(got),
          anomaly: "wrong-window",
          timeline: [
            { ts: ts + shift, size: sizeMs, offset: shift, out: text(got), right: text(expected), wrong: true },
          ],
        };
      },
    }),
    askedAgain: property({
      says: "The same time asked for again, with another size, gets a window of that size.",
      given: fc.record({ one: anyTime, sizeMs: sizes }),
      runs: 60,
      async check(code, { one, sizeMs }) {
        const cases = [one, { ...one, sizeMs }];
        const got = [await assign(code, one), await assign(code, { ...one, sizeMs })];
        const expected = cases.map(windowOf);
        if (same(expected, got)) return undefined;
        return {
          expected: expected.map(text),
          got: got.map(text),
          anomaly: "wrong-window",
          timeline: draw(cases, got),
        };
      },
    }),
    theOne: property({
      says: "The window is the only one that all this is true of, and its answer has a start and an end.",
      given: anyTime,
      async check(code, one) {
        const got = await assign(code, one);
        return same(got, windowOf(one)) ? undefined : { ...finding(one, windowOf(one), got), got };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's windows of ten minutes: 10:09:59.999 is in the one from 10:00, 10:10 in the next.",
      async check(code) {
        const minute = 60_000;
        const cases = [610 * minute - 1, 610 * minute].map((ts): Case => ({ ts, sizeMs: 10 * minute, offsetMs: null }));
        const got = await Promise.all(cases.map((one) => assign(code, one)));
        const expected = [600, 610].map((start) => ({ start: start * minute, end: (start + 10) * minute }));
        if (same(expected, got)) return undefined;
        return {
          expected,
          got,
          anomaly: "wrong-window",
          timeline: got.map((window, index) => ({ ts: cases[index]?.ts, out: text(window) })),
        };
      },
    }),
  ],
  integration: integrationWith<Contract>(["assignTumbling"], ({ assignTumbling }) => ({ assignTumbling })),
  hints: {
    general: [
      "Mark the boundaries on a line, to the left of zero as well. Which of them is the last that is not after ts?",
      "Count windows from the one at the offset: which number has the window of ts? Round down, never toward zero.",
      "start = offsetMs + Math.floor((ts - offsetMs) / sizeMs) * sizeMs, and end = start + sizeMs.",
    ],
    boundary: [
      "ts is exactly where one window ends and the next begins. To which of the two does it belong?",
      "Windows are half-open, [start, end): the boundary belongs to the one that starts there.",
      "Math.floor((ts - offsetMs) / sizeMs): for a whole number rounding down leaves it as it is.",
    ],
    contains: [
      "Is ts in the row before or after the offset? What does your rounding, or your %, do on that side?",
      "Toward zero, to the nearest and downward are three roundings. Only downward gives the window around a time.",
      "Math.floor, not Math.trunc or Math.round. With %: ((x % size) + size) % size is never negative.",
    ],
    length: [
      "Where does the next window start, and can there be a time between the two?",
      "The end is the first time that is no longer in the window, not the last that is.",
      "Return { start, end: start + sizeMs }.",
    ],
    aligned: [
      "From the offset, how many sizes is it to the start that you gave?",
      "Shift time so that the offset is zero, find the window there, and shift back.",
      "Take offsetMs off before the division, and add it after the multiplication.",
    ],
  },
});
