import type { Window } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  delays,
  exercise,
  type Finding,
  fc,
  nearTimes,
  same,
  type Timeline,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

interface Route {
  readonly onTime: Window[];
  readonly revise: Window[];
  readonly late: Window[];
}

export interface Contract {
  routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly windows: readonly Window[];
  readonly watermark: number;
  readonly latenessMs: number;
}

type Fate = "on time" | "revise" | "late" | "in no list" | "in two lists";
const lists = { onTime: "on time", revise: "revise", late: "late" } as const;
/** How far along a window is: it only ever gets later. */
const rank: Readonly<Partial<Record<Fate, number>>> = { "on time": 0, revise: 1, late: 2 };

function fateOf({ end }: Window, { watermark, latenessMs }: Case): Fate {
  if (watermark < end) return "on time";
  return watermark - latenessMs < end ? "revise" : "late";
}

const text = ({ start, end }: Window): string => `[${start}, ${end})`;

function found(window: Window, route: Route): Fate {
  const fates = Object.entries(lists).flatMap(([list, fate]) =>
    route[list as keyof Route].filter((one) => same(one, window)).map((): Fate => fate),
  );
  return fates.length > 1 ? "in two lists" : (fates[0] ?? "in no list");
}

const draw = (one: Case, fates: readonly Fate[]): Timeline =>
  one.windows.map((window, index) => ({
    window: text(window),
    lateness: one.latenessMs,
    watermark: one.watermark,
    out: fates[index],
    right: fateOf(window, one),
    wrong: fates[index] !== fateOf(window, one),
  }));

const ask = (code: Code<Contract>, { windows, watermark, latenessMs }: Case): Promise<Route> =>
  code.routeLate(windows, watermark, latenessMs);

/** The first window that should have had the one fate and was given the other. */
async function taken(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  when: (right: Fate, got: Fate) => boolean,
): Promise<Finding | undefined> {
  const route = await ask(code, one);
  const fates = one.windows.map((window) => found(window, route));
  const at = one.windows.findIndex((window, index) => {
    const [right, got] = [fateOf(window, one), fates[index] as Fate];
    return right !== got && when(right, got);
  });
  if (at < 0) return undefined;
  const window = one.windows[at] as Window;
  return {
    expected: `${text(window)} ${fateOf(window, one)}`,
    got: `${text(window)} ${fates[at]}`,
    anomaly,
    timeline: draw(one, fates),
  };
}

/** Windows as those of one event: each starts a hop after the one before. */
const windowsOf = fc.record({
  from: nearTimes,
  hopMs: fc.integer({ min: 1, max: 10 }),
  count: fc.integer({ min: 1, max: 5 }),
  further: fc.nat(9),
});
const whens = ["end", "gone", "zero", "anywhere", "first", "over"] as const;
/** Mostly on a boundary. */
const beside = fc.constantFrom(0, 0, 0, 0, 0, -1, 1, 7);

const cases = fc
  .record({
    drawn: windowsOf,
    latenessMs: delays,
    when: fc.constantFrom(...whens, "end", "end", "gone", "gone", "gone"),
    which: fc.nat(4),
    distance: beside,
    anywhere: nearTimes,
  })
  .map(({ drawn, latenessMs, when, which, distance, anywhere }): Case => {
    const { from, hopMs, count, further } = drawn;
    const sizeMs = hopMs * count + (further % hopMs);
    const windows = Array.from({ length: count }, (_, index) => {
      return { start: from + index * hopMs, end: from + index * hopMs + sizeMs };
    });
    const { end } = windows[which % count] as Window;
    const watermark = {
      end: end + distance,
      gone: end + latenessMs + distance,
      zero: 0,
      anywhere,
      first: Number.NEGATIVE_INFINITY,
      over: Number.POSITIVE_INFINITY,
    }[when];
    return { windows, watermark, latenessMs };
  });

const fates = (one: Case): Set<Fate> => new Set(one.windows.map((window) => fateOf(window, one)));
const reaches = {
  "windows in two lists or more": [0.1, (one: Case) => fates(one).size > 1],
  "a watermark at the end of a window": [
    0.12,
    ({ windows, watermark }: Case) => windows.some(({ end }) => end === watermark),
  ],
  "a watermark at an end + lateness": [
    0.12,
    ({ windows, watermark, latenessMs }: Case) =>
      latenessMs > 0 && windows.some(({ end }) => end + latenessMs === watermark),
  ],
  "a window to revise": [0.1, (one: Case) => fates(one).has("revise")],
  "a watermark of 0": [0.03, ({ watermark }: Case) => watermark === 0],
} as const;

export default grader({
  title: "on time, to revise, or too late: for each window of an event",
  whenThrown: "lost",
  exports: { routeLate: "function" },
  properties: {
    eachOnce: property({
      says: "Every window is in exactly one of the three lists.",
      given: cases,
      cover: reaches,
      async check(code, one) {
        const route = await ask(code, one);
        const got = one.windows.map((window) => found(window, route));
        const astray = got.find((fate) => fate === "in no list" || fate === "in two lists");
        if (astray === undefined) return undefined;
        return {
          expected: "each window in one list",
          got: route,
          anomaly: astray === "in no list" ? "lost" : "duplicated",
          timeline: draw(one, got),
        };
      },
    }),
    order: property({
      says: "Each list keeps the order in which the windows were given.",
      given: cases,
      async check(code, one) {
        const route = await ask(code, one);
        for (const [list, fate] of Object.entries(lists)) {
          const got = route[list as keyof Route].map(text);
          const expected = one.windows.map(text).filter((window) => got.includes(window));
          if (same(expected, got)) continue;
          const timeline = got.map((window, index) => ({
            list: fate,
            out: window,
            right: expected[index] ?? "",
            wrong: window !== expected[index],
          }));
          return { expected, got, anomaly: "reordered", timeline };
        }
        return undefined;
      },
    }),
    eachForItself: property({
      says: "What becomes of a window does not depend on the event's other windows.",
      given: cases,
      cover: reaches,
      async check(code, one) {
        const together = await ask(code, one);
        const alone = await Promise.all(one.windows.map((window) => ask(code, { ...one, windows: [window] })));
        const got = one.windows.map((window) => found(window, together));
        const single = one.windows.map((window, index) => found(window, alone[index] as Route));
        const at = got.findIndex((fate, index) => fate !== single[index]);
        if (at < 0) return undefined;
        const isLater = (rank[got[at] as Fate] ?? 0) > (rank[single[at] as Fate] ?? 0);
        return {
          expected: `${text(one.windows[at] as Window)} ${single[at]}, as when it is the only one`,
          got: `${text(one.windows[at] as Window)} ${got[at]}`,
          anomaly: isLater ? "on-time-rejected" : "late-accepted",
          timeline: draw(one, got).map((row, index) => ({ ...row, wrong: index === at })),
        };
      },
    }),
    closed: property({
      says: "With the watermark at its end or beyond, a window is closed: nothing is on time for it any more.",
      given: cases,
      cover: reaches,
      check: (code, one) => taken(code, one, "lost", (_, got) => got === "on time"),
    }),
    gone: property({
      says: "With the watermark at its end + lateness or beyond, a window is gone: everything is late for it.",
      given: cases,
      cover: reaches,
      check: (code, one) => taken(code, one, "late-accepted", (right) => right === "late"),
    }),
    kept: property({
      says: "Until then no event is late for it.",
      given: cases,
      cover: reaches,
      check: (code, one) => taken(code, one, "on-time-rejected", (_, got) => got === "late"),
    }),
    open: property({
      says: "With the watermark before its end a window is open: nothing is to be revised yet.",
      given: cases,
      check: (code, one) => taken(code, one, "closed-early", (right) => right === "on time"),
    }),
    noLateness: property({
      says: "With a lateness of 0 nothing is ever revised.",
      given: cases.map((one): Case => ({ ...one, latenessMs: 0 })),
      check: (code, one) => taken(code, one, "late-accepted", (_, got) => got === "revise"),
    }),
    laterWatermark: property({
      says: "A later watermark never makes a window earlier: from on time to revise to late, and not back.",
      given: fc.record({ one: cases, further: fc.nat(20) }),
      async check(code, { one, further }) {
        const later = { ...one, watermark: one.watermark + further };
        const [before, after] = [await ask(code, one), await ask(code, later)];
        const at = one.windows.findIndex((window) => {
          return (rank[found(window, after)] ?? 0) < (rank[found(window, before)] ?? 0);
        });
        if (at < 0) return undefined;
        const window = one.windows[at] as Window;
        return {
          expected: `${text(window)} ${found(window, before)} or later`,
          got: `${text(window)} ${found(window, after)} with a watermark of ${later.watermark}`,
          anomaly: "late-accepted",
          timeline: draw(
            later,
            one.windows.map((each) => found(each, after)),
          ),
        };
      },
    }),
    moreLateness: property({
      says: "A larger lateness never makes a window late that was not.",
      given: fc.record({ one: cases, further: fc.nat(20) }),
      async check(code, { one, further }) {
        const patient = { ...one, latenessMs: one.latenessMs + further };
        const [before, after] = [await ask(code, one), await ask(code, patient)];
        const at = one.windows.findIndex((window) => {
          return found(window, after) === "late" && found(window, before) !== "late";
        });
        if (at < 0) return undefined;
        const window = one.windows[at] as Window;
        return {
          expected: `${text(window)} ${found(window, before)}`,
          got: `${text(window)} late, with a lateness of ${patient.latenessMs}`,
          anomaly: "on-time-rejected",
          timeline: draw(
            patient,
            one.windows.map((each) => found(each, after)),
          ),
        };
      },
    }),
    today: property({
      says: "It holds for the times of our days, and however many windows an event has.",
      given: fc
        .record({
          from: fc.integer({ min: 1.759e12, max: 1.761e12 }),
          count: fc.integer({ min: 1, max: 80 }),
          which: fc.nat(79),
          atEnd: fc.boolean(),
          distance: fc.constantFrom(0, -1),
        })
        .map(({ from, count, which, atEnd, distance }): Case => {
          const windows = Array.from({ length: count }, (_, index) => {
            return { start: from + index * 60_000, end: from + (index + count) * 60_000 };
          });
          const { end } = windows[which % count] as Window;
          return { windows, watermark: end + (atEnd ? 0 : 90_000) + distance, latenessMs: 90_000 };
        }),
      runs: 60,
      cover: { "more than 64 windows": [0.1, ({ windows }) => windows.length > 64] },
      async check(code, one) {
        const route = await ask(code, one);
        const fates = one.windows.map((window) => found(window, route));
        const at = one.windows.findIndex((window, index) => fates[index] !== fateOf(window, one));
        if (at < 0) return undefined;
        const [right, got] = [fateOf(one.windows[at] as Window, one), fates[at] as Fate];
        const anomaly =
          got === "in no list"
            ? "lost"
            : got === "in two lists"
              ? "duplicated"
              : (rank[got] ?? 0) > (rank[right] ?? 0)
                ? "on-time-rejected"
                : "late-accepted";
        const name = text(one.windows[at] as Window);
        return {
          expected: `${name} ${right}`,
          got: `${name} ${got}`,
          anomaly,
          timeline: draw(one, fates).slice(Math.max(0, at - 2), at + 3),
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's click of 10:00 in windows of ten minutes, a new one every five, with the watermark at 10:07.",
      async check(code) {
        const minute = 60_000;
        const windows = [595, 600].map((start) => ({ start: start * minute, end: (start + 10) * minute }));
        for (const [lateness, first] of [
          [0, "late"],
          [2, "late"],
          [3, "revise"],
        ] as const) {
          const one: Case = { windows, watermark: 607 * minute, latenessMs: lateness * minute };
          const finding = await taken(code, one, first === "late" ? "late-accepted" : "on-time-rejected", () => true);
          if (finding !== undefined) return finding;
        }
        return undefined;
      },
    }),
  ],
  integration: integrationWith<Contract>(["routeLate"], ({ routeLate }) => ({ route: routeLate })),
  hints: {
    general: [
      "Draw a window on a line, and mark its end and its end + lateness. Where can the watermark stand, and what holds there?",
      "Two boundaries make three parts: before the end, from the end up to end + lateness, and from there on.",
      "onTime: watermark < end. late: end + latenessMs <= watermark. revise: neither.",
    ],
    eachOnce: [
      "Which of your three tests says yes for the window with the arrow: none, or two?",
      "The three tests must not overlap and must leave nothing out: where one ends with <, the next begins with <=.",
      "if (watermark < end) onTime; else if (watermark < end + latenessMs) revise; else late.",
    ],
    order: [
      "In which order did the windows come in, and in which did you put them down?",
      "A filter, or a push in one loop from the first to the last, keeps the order.",
      "windows.filter(({ end }) => watermark < end)",
    ],
    eachForItself: [
      "The two windows in the rows end at different times. Can one answer be right for both?",
      "Hopping windows of one event close one after the other. Ask for each whether it is closed, and whether it is gone.",
      "Compare the watermark with the end of each window in turn: filter, or a loop.",
    ],
    closed: [
      "Where does the watermark stand: before the end of this window, or at it? And is 0 a watermark?",
      "A window closes when the watermark reaches its end. Its result is out; whatever is added in silence from then on, nobody ever hears of.",
      "onTime only if watermark < end",
    ],
    gone: [
      "Add the lateness to the end of the window. Where does the watermark stand?",
      "When the watermark reaches end + lateness the window has been forgotten. There is nothing left to be revised.",
      "late if end + latenessMs <= watermark",
    ],
    kept: [
      "Add the lateness to the end of the window. Has the watermark got there?",
      "Lateness is counted from the end of the window, not from its start and not from the event.",
      "late only if end + latenessMs <= watermark",
    ],
    open: [
      "Has this window told its result yet?",
      "There is something to revise only when a result is out, and it is out when the watermark has reached the end.",
      "revise only if end <= watermark",
    ],
  },
});
