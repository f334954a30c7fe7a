import type { Window } from "tidemark/exercises";
import {
  type Anomaly,
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
  assignHopping(ts: number, sizeMs: number, hopMs: number, offsetMs?: number): Window[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly ts: number;
  readonly sizeMs: number;
  readonly hopMs: number;
  /** `null`: the argument is left out. */
  readonly offsetMs: number | null;
}

const assign = (code: Code<Contract>, { ts, sizeMs, hopMs, offsetMs }: Case): Promise<Window[]> =>
  offsetMs === null ? code.assignHopping(ts, sizeMs, hopMs) : code.assignHopping(ts, sizeMs, hopMs, offsetMs);

const isAligned = (start: number, { hopMs, offsetMs }: Case): boolean => same((start - (offsetMs ?? 0)) % hopMs, 0);

/** Looks at every start from which a window could reach the time. */
function windowsOf(one: Case): Window[] {
  const starts = Array.from({ length: one.sizeMs }, (_, back) => one.ts - one.sizeMs + 1 + back);
  return starts.filter((start) => isAligned(start, one)).map((start) => ({ start, end: start + one.sizeMs }));
}

const text = ({ start, end }: Window): string => `[${start}, ${end})`;
const texts = (windows: readonly Window[]): string => windows.map(text).join(" ") || "none";

/** One row for each window that was given or should have been; where there are many, those around the first mistake. */
function draw(one: Case, got: readonly Window[], isWrong: (window: string) => boolean): Timeline {
  const listed = got.map(text);
  const right = windowsOf(one).map(text);
  const all = [...new Set([...windowsOf(one), ...got].sort((a, b) => a.start - b.start || a.end - b.end).map(text))];
  const first = Math.max(0, Math.min(all.findIndex(isWrong) - 2, all.length - 6));
  const { ts, sizeMs, hopMs, offsetMs } = one;
  return all.slice(first, first + 6).map((window) => {
    const times = listed.filter((other) => other === window).length;
    return {
      ts,
      size: sizeMs,
      hop: hopMs,
      offset: offsetMs ?? "left out",
      window,
      out: times === 0 ? "" : times === 1 ? "listed" : `listed ${times} times`,
      right: right.includes(window) ? "listed" : "",
      wrong: isWrong(window),
    };
  });
}

/** The windows that break a rule: `wrong` picks them from those that were given. */
async function none(
  code: Code<Contract>,
  one: Case,
  wrong: (window: Window) => boolean,
  expected: string,
): Promise<Finding | undefined> {
  const got = await assign(code, one);
  const bad = got.filter(wrong).map(text);
  if (bad.length === 0) return undefined;
  const timeline = draw(one, got, (window) => bad.includes(window));
  return { expected, got: texts(got), anomaly: "wrong-window", timeline };
}

const offsets = fc.oneof(
  { withCrossShrink: true },
  fc.constant(null),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: -30, max: 60 }),
);
const lengths = { sizeMs: sizes, hop: fc.nat(19), offsetMs: offsets };
const hopOf = ({ sizeMs, hop }: { sizeMs: number; hop: number }): number => 1 + (hop % sizeMs);
const anywhere = fc
  .record({ ts: times, ...lengths })
  .map((one): Case => ({ ts: one.ts, sizeMs: one.sizeMs, hopMs: hopOf(one), offsetMs: one.offsetMs }));
/** At the start or the end of a window, or near it. */
const onBoundary = fc
  .record({ index: nearTimes, distance: distances, atEnd: fc.boolean(), ...lengths })
  .map(({ index, distance, atEnd, ...one }): Case => {
    const [{ sizeMs, offsetMs }, hopMs] = [one, hopOf(one)];
    return { ts: (offsetMs ?? 0) + index * hopMs + (atEnd ? sizeMs : 0) + distance, sizeMs, hopMs, offsetMs };
  });
const anyTime = fc.oneof({ withCrossShrink: true }, anywhere, onBoundary);

const isUneven = ({ sizeMs, hopMs }: Case): boolean => sizeMs % hopMs !== 0;
const reaches = {
  "a time before zero": [0.3, ({ ts }: Case) => ts < 0],
  "the start of a window": [0.2, (one: Case) => isAligned(one.ts, one)],
  "the end of a window": [0.2, (one: Case) => isAligned(one.ts - one.sizeMs, one)],
  "a size that is no multiple of the hop": [0.3, isUneven],
  "a time in three windows or more": [0.1, (one: Case) => windowsOf(one).length > 2],
  "an offset larger than the hop": [0.3, ({ offsetMs, hopMs }: Case) => (offsetMs ?? 0) > hopMs],
} as const;

async function equal(code: Code<Contract>, one: Case, anomaly: Anomaly): Promise<Finding | undefined> {
  const [expected, got] = [windowsOf(one), await assign(code, one)];
  if (same(expected, got)) return undefined;
  const [right, listed] = [expected.map(text), got.map(text)];
  const timeline = draw(one, got, (window) => right.includes(window) !== listed.includes(window));
  return { expected, got, anomaly, timeline };
}

export default grader({
  title: "all hopping windows that a time belongs to",
  whenThrown: "lost",
  exports: { assignHopping: "function" },
  properties: {
    length: property({
      says: "Every window is as long as the size: its end is its start + size.",
      given: anyTime,
      check: (code, one) =>
        none(code, one, ({ start, end }) => end !== start + one.sizeMs, `only windows of ${one.sizeMs}`),
    }),
    contains: property({
      says: "Every window contains the time: start <= ts and ts < end.",
      given: anyTime,
      cover: reaches,
      check: (code, one) =>
        none(code, one, ({ start, end }) => !(start <= one.ts && one.ts < end), `only windows around ${one.ts}`),
    }),
    aligned: property({
      says: "From the offset to the start of a window it is a whole number of hops.",
      given: anyTime,
      cover: reaches,
      check: (code, one) =>
        none(
          code,
          one,
          ({ start }) => !isAligned(start, one),
          `only starts a whole number of ${one.hopMs} from ${one.offsetMs ?? 0}`,
        ),
    }),
    once: property({
      says: "No window is listed twice.",
      given: anyTime,
      cover: reaches,
      async check(code, one) {
        const got = await assign(code, one);
        const twice = got.map(text).filter((window, index, all) => all.indexOf(window) !== index);
        if (twice.length === 0) return undefined;
        const timeline = draw(one, got, (window) => twice.includes(window));
        return { expected: "each window once", got: texts(got), anomaly: "duplicated", timeline };
      },
    }),
    ascending: property({
      says: "The windows are listed by ascending start.",
      given: anyTime,
      async check(code, one) {
        const got = await assign(code, one);
        const expected = [...got].sort((left, right) => left.start - right.start);
        if (same(expected, got)) return undefined;
        const timeline = got.slice(0, 6).map((window, index) => ({
          listed: index + 1,
          window: text(window),
          wrong: window.start < (got[index - 1]?.start ?? window.start),
        }));
        return { expected: texts(expected), got: texts(got), anomaly: "reordered", timeline };
      },
    }),
    noneMissing: property({
      says: "No window around the time is missing.",
      given: anyTime,
      cover: reaches,
      async check(code, one) {
        const got = await assign(code, one);
        const missing = windowsOf(one)
          .map(text)
          .filter((window) => !got.map(text).includes(window));
        if (missing.length === 0) return undefined;
        const timeline = draw(one, got, (window) => missing.includes(window));
        return { expected: texts(windowsOf(one)), got: texts(got), anomaly: "lost", timeline };
      },
    }),
    tumbling: property({
      says: "With a hop as long as the size there is one window, the tumbling one.",
      given: anyTime.map((one): Case => ({ ...one, hopMs: one.sizeMs })),
      check: (code, one) => equal(code, one, "wrong-window"),
    }),
    uneven: property({
      says: "A size that is no multiple of the hop gives size / hop windows, now rounded down and now up.",
      given: anyTime.filter(isUneven),
      check: (code, one) => equal(code, one, "wrong-window"),
    }),
    justThese: property({
      says: "The answer is a list of these windows, each with a start and an end.",
      given: anyTime,
      check: (code, one) => equal(code, one, "wrong-window"),
    }),
    today: property({
      says: "Times of our days are in the right windows too: up to sixty of a minute or an hour.",
      given: fc.record({ one: clockCases(fc.constantFrom(60_000, 3_600_000)), parts: fc.constantFrom(1, 2, 5, 60) }),
      runs: 60,
      cover: {
        "a time on a boundary": [0.05, ({ one }) => one.ts === one.start],
        "the last time of a window": [0.05, ({ one }) => one.ts === one.start + one.sizeMs - 1],
      },
      async check(code, { one: { ts, sizeMs, start }, parts }) {
        const hopMs = sizeMs / parts;
        const latest = start + Math.floor((ts - start) / hopMs) * hopMs;
        const expected = Array.from({ length: parts }, (_, index): Window => {
          const from = latest - (parts - 1 - index) * hopMs;
          return { start: from, end: from + sizeMs };
        });
        const got = await code.assignHopping(ts, sizeMs, hopMs);
        if (same(expected, got)) return undefined;
        const at = expected.findIndex((window, index) => !same(window, got[index]));
        const shown = (windows: readonly Window[]): string => (windows[at] === undefined ? "" : text(windows[at]));
        return {
          expected: `${expected.length} windows, up to ${text(expected.at(-1) as Window)}`,
          got: `${got.length} windows, up to ${got.length === 0 ? "none" : text(got.at(-1) as Window)}`,
          anomaly: got.length < expected.length ? "lost" : "wrong-window",
          timeline: [
            { ts, size: sizeMs, hop: hopMs, listed: at + 1, out: shown(got), right: shown(expected), wrong: true },
          ],
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's windows of five minutes, a new one each minute: a click at 10:02:30 is in five of them.",
      check: (code) => {
        const minute = 60_000;
        return equal(code, { ts: 602.5 * minute, sizeMs: 5 * minute, hopMs: minute, offsetMs: null }, "lost");
      },
    }),
  ],
  integration: integrationWith<Contract>(["assignHopping"], ({ assignHopping }) => ({ assign: assignHopping })),
  hints: {
    general: [
      "Draw the windows as bars over a line of time, one below the other. Which is the last that starts before ts, or at it?",
      "Find that latest start, then go back hop by hop, as long as the window that starts there still reaches beyond ts.",
      "let start = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs; while (start + sizeMs > ts) { put it in front; start -= hopMs }",
    ],
    length: [
      "How long are your windows: as long as the size, or as the hop?",
      "The hop says where windows start. The size says how long each is.",
      "{ start, end: start + sizeMs }",
    ],
    contains: [
      "Is the window with the arrow over before ts, or does it start after it? Is ts negative?",
      "A window has its start and lacks its end. Rounding toward zero goes up for negative times; and size / hop windows may be one too many.",
      "The latest start is offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs; go back while start + sizeMs > ts.",
    ],
    aligned: [
      "From the offset, how many hops is it to the start with the arrow?",
      "Windows start at whole numbers of hops, not of sizes, and count from the offset.",
      "Take offsetMs off before the division by hopMs, and add it again after the multiplication.",
    ],
    once: [
      "ts is at the start of a window here. By which two ways did this window come into your list?",
      "Each start is visited once when you go from one to the next by a hop.",
      "One loop, and no case of its own for a time on a boundary.",
    ],
    ascending: [
      "Which window did you find first, and where does it belong?",
      "Going back in time finds the latest first. Put each one in front, or turn the list round at the end.",
      "windows.unshift({ start, end }), or return windows.reverse()",
    ],
    noneMissing: [
      "Does the window with the arrow contain ts? Which test of yours says that it does not?",
      "The window that starts at ts counts, and so does the one in which ts is the last millisecond.",
      "Begin with the latest start that is <= ts, and go on while start + sizeMs > ts.",
    ],
    uneven: [
      "How many windows contain the time here, and how many contain the time one millisecond later?",
      "When the hop does not divide the size, the number of windows changes along the line of time. Do not compute it: test each window.",
      "A loop that ends by start + sizeMs > ts needs no number.",
    ],
  },
});
