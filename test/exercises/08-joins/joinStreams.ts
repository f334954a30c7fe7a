import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  alikeNames,
  type Code,
  canonical,
  elsewhere,
  exercise,
  type Finding,
  fc,
  growth,
  growthSteps,
  list,
  names,
  nearTimes,
  type Scan,
  same,
  scan,
  show,
  shuffled,
  type Timeline,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

type Side = "left" | "right";
interface Bounds {
  readonly beforeMs: number;
  readonly afterMs: number;
}
interface Row {
  readonly left: Event;
  readonly right: Event | null;
}

export interface Contract {
  empty: unknown;
  joinStreams(
    state: unknown,
    side: Side,
    event: Event,
    watermark: number,
    bounds: Bounds,
  ): { state: unknown; out: Row[] };
}

const { grader, property, example } = exercise<Contract>();

interface Step {
  readonly side: Side;
  readonly event: Event;
  readonly watermark: number;
}
/** The steps of a case; each event's value is its place, which tells apart events of one id. */
interface Case {
  readonly steps: readonly Step[];
  readonly bounds: Bounds;
}

const inBand = (left: Event, right: Event, { beforeMs, afterMs }: Bounds): boolean =>
  left.key === right.key && right.ts >= left.ts - beforeMs && right.ts <= left.ts + afterMs;

/** What should come out of each step, by brute force: every left event beside every right one of the whole case. */
function bruteForce({ steps, bounds }: Case): Row[][] {
  const out: Row[][] = steps.map(() => []);
  for (const [at, { side, event: left }] of steps.entries()) {
    if (side === "right") continue;
    let partners = 0;
    for (const [other, { side, event }] of steps.entries()) {
      if (side === "left" || !inBand(left, event, bounds)) continue;
      partners++;
      out[Math.max(at, other)]?.push({ left, right: event });
    }
    const hopeless = steps.findIndex(({ watermark }, step) => step >= at && watermark > left.ts + bounds.afterMs);
    if (partners === 0 && hopeless >= 0) out[hopeless]?.push({ left, right: null });
  }
  return out;
}

const known = new WeakMap<Case, Row[][]>();

function right(one: Case): Row[][] {
  const rows = known.get(one) ?? bruteForce(one);
  known.set(one, rows);
  return rows;
}

async function follow(
  code: Code<Contract>,
  { steps, bounds }: Case,
  { viaJson = [], measure = [] }: Pick<Scan, "viaJson" | "measure"> = {},
) {
  const run = await scan<{ out: Row[] }>(code, "joinStreams", {
    state: await code.empty,
    steps: steps.map(({ side, event, watermark }) => [side, event, watermark, bounds]),
    field: "state",
    viaJson,
    measure,
  });
  return { out: run.outputs.map(({ out }) => out), sizes: run.sizes };
}

/** A learner's rows may hold anything. */
const nameOf = (event: Event | null | undefined): string =>
  event === null ? "nobody" : event === undefined ? "undefined" : `${event.id}@${event.ts}`;
const shown = (rows: readonly Row[] | undefined): string =>
  (rows ?? []).map((row) => `${nameOf(row?.left)}+${nameOf(row?.right)}`).join(" ");

function draw(one: Case, got: readonly (readonly Row[])[], at: number): Timeline {
  const rights = right(one);
  return rowsShown(one, [...(rights[at] ?? []), ...(got[at] ?? [])], at).map((index) => {
    const { side, event, watermark } = one.steps[index] as Step;
    return {
      side,
      arrives: nameOf(event),
      key: show(event.key),
      watermark,
      out: shown(got[index]),
      right: shown(rights[index]),
      wrong: index === at,
    };
  });
}

/** Six steps at most: the wrong one, those whose events its rows name, and the latest before it. */
function rowsShown({ steps }: Case, rows: readonly Row[], at: number): number[] {
  const last = Math.max(0, Math.min(at, steps.length - 1));
  const named = rows.flatMap((row) => [row?.left?.value, row?.right?.value]);
  const before = steps.map(({ event }, index) => ({ index, isNamed: named.includes(event.value) })).slice(0, last);
  const chosen = [...before.filter(({ isNamed }) => isNamed), ...before.filter(({ isNamed }) => !isNamed).toReversed()];
  return [last, ...chosen.slice(0, 5).map(({ index }) => index)].sort((left, right) => left - right);
}

interface Came {
  readonly step: number;
  readonly row: Row;
  /** Equal for equal rows. */
  readonly text: string;
}

const placed = (out: readonly (readonly Row[])[]): Came[] =>
  out.flatMap((rows, step) => rows.map((row) => ({ step, row, text: canonical(row) })));

/** The step at which something is wrong, or -1. */
type Wrong = (one: Case, got: readonly Came[], expected: readonly Came[]) => number;

const stepsWith =
  (anomaly: Anomaly, wrong: Wrong, viaJson: readonly number[] = []) =>
  async (code: Code<Contract>, one: Case): Promise<Finding | undefined> => {
    const { out } = await follow(code, one, { viaJson });
    const at = wrong(one, placed(out), placed(right(one)));
    if (at < 0) return undefined;
    const { beforeMs, afterMs } = one.bounds;
    return {
      expected: shown(right(one)[at]) || "nothing in that step",
      got: shown(out[at]) || "nothing in that step",
      anomaly,
      timeline: draw(one, out, at),
      note: `beforeMs is ${beforeMs}, afterMs is ${afterMs}.`,
    };
  };

const stepOf = (found: Came | undefined): number => found?.step ?? -1;
const isThere = (rows: readonly Came[], text: string): boolean => rows.some((came) => came.text === text);

const missing =
  (when: (row: Row) => boolean): Wrong =>
  (_, got, expected) =>
    stepOf(expected.find(({ row, text }) => when(row) && !isThere(got, text)));
const twice =
  (when: (row: Row) => boolean): Wrong =>
  (_, got) =>
    stepOf(got.find(({ row, text }, at) => when(row) && isThere(got.slice(0, at), text)));
/** The first step whose rows are not those that are expected there. */
const different: Wrong = ({ steps }, got, expected) => {
  const rowsAt = (all: readonly Came[], step: number): string =>
    all
      .filter((came) => came.step === step)
      .map(({ text }) => text)
      .sort()
      .join();
  return steps.findIndex((_, step) => rowsAt(got, step) !== rowsAt(expected, step));
};

const boundsOf = fc.record({ beforeMs: fc.nat(12), afterMs: fc.nat(12) });

const drawnStep = fc.record({
  side: fc.constantFrom<Side>("left", "right"),
  key: fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom("a", "b") },
    { weight: 1, arbitrary: names },
  ),
  id: fc.constantFrom("p", "q", "r"),
  /** Ahead of the watermark; or at a bound of a row that came, give or take a little. */
  ahead: fc.nat(12),
  atBound: fc.constantFrom("no", "lower", "upper"),
  of: fc.nat(5),
  distance: fc.constantFrom(0, 0, 0, 1, -1),
  rise: fc.constantFrom("none", "none", "little", "expiry"),
  by: fc.nat(6),
});
type DrawnStep = typeof drawnStep extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Nothing that arrives is behind the watermark of the step before, and that never falls. */
function caseOf(drawn: readonly DrawnStep[], bounds: Bounds, start: number, ends: boolean): Case {
  const steps: Step[] = [];
  const { beforeMs, afterMs } = bounds;
  let watermark = start;
  for (const [at, { side, key, id, ahead, atBound, of, distance, rise, by }] of drawn.entries()) {
    const others = steps.filter((step) => step.side !== side);
    const other = others[of % Math.max(1, others.length)]?.event;
    const offset = atBound === "upper" ? afterMs : -beforeMs;
    const bound = other === undefined || atBound === "no" ? null : other.ts + (side === "right" ? offset : -offset);
    const ts = Math.max(watermark, bound === null ? watermark + ahead : bound + distance);
    const partnersKey = bound === null ? key : (other?.key ?? key);
    const event = { id, key: partnersKey, ts, value: at };
    const rows = [...steps, { side, event }];
    const row = rows[of % rows.length] as { side: Side; event: Event };
    const expiry = row.event.ts + (row.side === "left" ? afterMs : beforeMs) + Math.max(0, distance);
    watermark = Math.max(watermark, rise === "none" ? watermark : rise === "little" ? watermark + by : expiry);
    steps.push({ side, event, watermark: ends && at === drawn.length - 1 ? Number.POSITIVE_INFINITY : watermark });
  }
  return { steps, bounds };
}

const cases = fc
  .record({
    drawn: fc.array(drawnStep, { minLength: 1, maxLength: 12, size: "max" }),
    bounds: boundsOf,
    start: nearTimes,
    ends: fc.constantFrom(true, true, true, false),
  })
  .map(({ drawn, bounds, start, ends }) => caseOf(drawn, bounds, start, ends));

const pairsOf = (one: Case): Row[] =>
  right(one)
    .flat()
    .filter((row) => row.right !== null);
const distanceOf = ({ left, right }: Row): number => (right?.ts ?? 0) - left.ts;
const lonely = (one: Case): Row[] =>
  right(one)
    .flat()
    .filter((row) => row.right === null);

const reaches = {
  "a pair": [0.5, (one: Case) => pairsOf(one).length > 0],
  "a pair whose right half came first": [
    0.15,
    (one: Case) => pairsOf(one).some(({ left, right }) => (right?.value ?? 0) < left.value),
  ],
  "a pair at the upper bound": [
    0.15,
    (one: Case) => pairsOf(one).some((row) => distanceOf(row) === one.bounds.afterMs),
  ],
  "a pair at the lower bound": [
    0.08,
    (one: Case) => pairsOf(one).some((row) => distanceOf(row) === -one.bounds.beforeMs),
  ],
  "a left event that nobody comes for": [0.3, (one: Case) => lonely(one).length > 0],
  "a left event with two partners": [
    0.08,
    (one: Case) =>
      pairsOf(one).some(({ left }, at) =>
        pairsOf(one)
          .slice(0, at)
          .some((other) => other.left === left),
      ),
  ],
} as const;

/** A left event, a watermark as far as its partner allows, then the partner; in between something of another key. */
const patient = fc
  .record({
    ts: nearTimes,
    bounds: boundsOf,
    early: fc.constantFrom(0, 0, 1, 5),
    ahead: fc.nat(12),
    between: fc.constantFrom<Side>("left", "right"),
  })
  .map(({ ts, bounds, early, ahead, between }): Case => {
    const last = ts + bounds.afterMs;
    const watermark = Math.max(ts, last - early);
    const at = (id: string, key: string, ts: number, value: number): Event => ({ id, key, ts, value });
    return {
      bounds,
      steps: [
        { side: "left", event: at("p", "a", ts, 0), watermark: ts },
        { side: between, event: at("q", "b", ts + ahead, 1), watermark },
        {
          side: "right",
          event: at("r", "a", Math.min(last, watermark + ahead), 2),
          watermark: Number.POSITIVE_INFINITY,
        },
      ],
    };
  });

/** A left event, then a right one at a bound, and others a millisecond beyond one, under a watermark that allows all. */
const atTheBounds = fc
  .record({
    ts: nearTimes,
    bounds: boundsOf,
    others: list(fc.constantFrom("below", "above"), 0, 3),
    partner: fc.constantFrom("lower", "upper"),
  })
  .map(({ ts, bounds, others, partner }): Case => {
    const which = [...others, partner] as const;
    const places = {
      lower: ts - bounds.beforeMs,
      upper: ts + bounds.afterMs,
      below: ts - bounds.beforeMs - 1,
      above: ts + bounds.afterMs + 1,
    };
    const watermark = places.below;
    return {
      bounds,
      steps: [
        { side: "left", event: { id: "p", key: "a", ts, value: 0 }, watermark },
        ...which.map(
          (name, index): Step => ({
            side: "right",
            event: { id: "r", key: "a", ts: places[name], value: index + 1 },
            watermark,
          }),
        ),
      ],
    };
  });

/** Everything on time: the watermark waits until the last event, in whichever order they come. */
const anyOrder = fc
  .record({
    drawn: shuffled(
      fc.record({
        side: fc.constantFrom<Side>("left", "right"),
        key: fc.constantFrom("a", "b"),
        id: fc.constantFrom("p", "q"),
        ts: fc.integer({ min: 0, max: 20 }),
      }),
      1,
      8,
    ),
    bounds: boundsOf,
  })
  .map(({ drawn, bounds }) => {
    const items = drawn.list.map((item, value) => ({ item, value }));
    const order = (of: typeof drawn.list): Case => ({
      bounds,
      steps: of.map((item, at) => {
        const { side, ...rest } = item;
        const value = items.find((one) => one.item === item)?.value ?? 0;
        return { side, event: { ...rest, value }, watermark: at === of.length - 1 ? Number.POSITIVE_INFINITY : 0 };
      }),
    });
    return { one: order(drawn.list), other: order(drawn.other) };
  });

/** 800 steps over a span that stays as it is; all numbers and ids are of one width. */
const longStreams: Readonly<Record<string, (at: number) => { side: Side; key: string }>> = {
  "both sides, three keys": (at) => ({ side: at % 2 === 0 ? "left" : "right", key: ["a", "b", "c"][at % 3] ?? "a" }),
  "each event with a key of its own": (at) => ({ side: at % 2 === 0 ? "left" : "right", key: `key-${10_000 + at}` }),
  "left events only": (at) => ({ side: "left", key: `key-${at % 5}` }),
  "right events only": (at) => ({ side: "right", key: `key-${at % 5}` }),
};

async function staysSmall(code: Code<Contract>, name: string): Promise<Finding | undefined> {
  const kind = longStreams[name] as (at: number) => { side: Side; key: string };
  const steps = Array.from({ length: 800 }, (_, at): Step => {
    const { side, key } = kind(at);
    const ts = 1_000_000 + at * 3;
    return { side, event: { id: `event-${10_000 + at}`, key, ts, value: at % 7 }, watermark: ts - 10 };
  });
  const bounds = { beforeMs: 20, afterMs: 30 };
  const { sizes } = await follow(code, { steps, bounds }, { measure: growthSteps(steps.length) });
  const grown = growth(sizes, "steps");
  return (
    grown && {
      ...grown,
      note: `The stream: ${name}. At any time the events of the last 40 ms can still have a partner.`,
    }
  );
}

/** Eighty left events that all wait, then their partners. */
const crowd: Case = {
  bounds: { beforeMs: 0, afterMs: 500 },
  steps: Array.from({ length: 160 }, (_, at) => ({
    side: at < 80 ? "left" : "right",
    event: { id: "p", key: `key-${at % 80}`, ts: at, value: at },
    watermark: 0,
  })),
};

/** The learner's join in a program on the simulated Kafka, and on a real one. */
const atWork = (empty: unknown) =>
  integrationWith<Contract>(["joinStreams"], ({ joinStreams }) => ({ empty, joinStreams }));

export default grader({
  title: "two streams: each left event beside its right ones, or alone",
  whenThrown: "missed-match",
  exports: { empty: "value", joinStreams: "function" },
  properties: {
    shape: property({
      says: "What comes out is a left event, with a right one or with null in its place; a right event never comes out alone.",
      given: cases,
      check: stepsWith("wrong-value", (_, got) =>
        stepOf(got.find(({ row }) => row?.left == null || row.right === undefined || typeof row.right !== "object")),
      ),
    }),
    belong: property({
      says: "Only what belongs together is paired: one key, a left and a right event, -before <= right.ts - left.ts <= after.",
      given: fc.oneof({ withCrossShrink: true }, cases, atTheBounds),
      cover: { "a pair": [0.4, (one) => pairsOf(one).length > 0] },
      check: stepsWith("phantom-match", ({ bounds, steps }, got) => {
        const onSide = (event: Event, side: Side): boolean =>
          steps.some((step) => step.side === side && same(step.event, event));
        return stepOf(
          got.find(
            ({ row }) =>
              row.right !== null &&
              !(inBand(row.left, row.right, bounds) && onSide(row.left, "left") && onSide(row.right, "right")),
          ),
        );
      }),
    }),
    bounds: property({
      says: "Both bounds belong to the band: a right event exactly before or after the left one by as much is a partner.",
      given: atTheBounds,
      cover: {
        "different bounds": [0.5, ({ bounds }) => bounds.beforeMs !== bounds.afterMs],
        "a pair at the upper bound": [0.2, (one) => pairsOf(one).some((row) => distanceOf(row) === one.bounds.afterMs)],
        "a pair at the lower bound": [
          0.2,
          (one) => pairsOf(one).some((row) => distanceOf(row) === -one.bounds.beforeMs),
        ],
      },
      check: stepsWith(
        "missed-match",
        missing((row) => row.right !== null),
      ),
    }),
    patient: property({
      says: "As long as a partner may still come, up to a watermark of left.ts + after exactly, a left event is not called unmatched.",
      given: patient,
      cover: {
        "a watermark at the left event's last instant": [
          0.3,
          ({ steps, bounds }) => steps[1]?.watermark === (steps[0]?.event.ts ?? 0) + bounds.afterMs,
        ],
      },
      check: stepsWith("spurious-unmatched", (_, got) =>
        stepOf(got.find(({ step, row }) => row.right === null && row.left.value === 0 && step < 2)),
      ),
    }),
    notBoth: property({
      says: "A left event that has had a partner is never called unmatched as well.",
      given: cases,
      cover: reaches,
      check: stepsWith("spurious-unmatched", (_, got) => {
        const paired = new Set(
          got.filter(({ row }) => row.right !== null).map(({ row }) => canonical({ ...row, right: null })),
        );
        return stepOf(got.find(({ row, text }) => row.right === null && paired.has(text)));
      }),
    }),
    pairs: property({
      says: "Every pair comes out, whichever half came first, and however many partners an event has.",
      given: cases,
      cover: reaches,
      check: stepsWith(
        "missed-match",
        missing((row) => row.right !== null),
      ),
    }),
    pairsOnce: property({
      says: "No pair comes out twice.",
      given: cases,
      cover: reaches,
      check: stepsWith(
        "duplicated",
        twice((row) => row.right !== null),
      ),
    }),
    everyLeft: property({
      says: "A left event that nobody came for comes out alone, at the latest when the stream ends.",
      given: cases,
      cover: reaches,
      check: stepsWith("lost", (one, got, expected) => {
        const ends = one.steps.at(-1)?.watermark === Number.POSITIVE_INFINITY;
        return ends ? missing((row) => row.right === null)(one, got, expected) : -1;
      }),
    }),
    aloneOnce: property({
      says: "No left event comes out alone twice.",
      given: cases,
      cover: reaches,
      check: stepsWith(
        "duplicated",
        twice((row) => row.right === null),
      ),
    }),
    inTime: property({
      says: "What is due comes out in its own step: a pair when its second half arrives, an unmatched event when the watermark is past left.ts + after.",
      given: cases,
      cover: {
        ...reaches,
        "an unmatched event before the end": [
          0.2,
          (one) =>
            right(one).some(
              (rows, step) =>
                rows.some((row) => row.right === null) && one.steps[step]?.watermark !== Number.POSITIVE_INFINITY,
            ),
        ],
      },
      check: stepsWith("stalled", (_, got, expected) =>
        stepOf(expected.find(({ step, text }) => !got.some((came) => came.text === text && came.step <= step))),
      ),
    }),
    anyOrder: property({
      says: "In whichever order events arrive on time, the same comes out in the end.",
      given: anyOrder,
      async check(code, { one, other }) {
        const [first, second] = await Promise.all([follow(code, one), follow(code, other)]);
        const all = (out: readonly (readonly Row[])[]): string[] => out.flat().map(canonical).sort();
        if (same(all(first.out), all(second.out))) return undefined;
        const rightNow = same(all(first.out), all(right(one)));
        const [wrong, got] = rightNow ? [other, second.out] : [one, first.out];
        return {
          expected: shown(right(wrong).flat()),
          got: shown(got.flat()),
          anomaly: "nondeterministic",
          timeline: draw(wrong, got, wrong.steps.length - 1),
        };
      },
    }),
    exactly: property({
      says: "Each step gives exactly what is due in it, also when an event arrives twice with everything equal.",
      given: cases.map((one) => ({
        ...one,
        steps: one.steps.map((step) => ({ ...step, event: { ...step.event, value: 1 } })),
      })),
      cover: {
        "an event that arrives twice": [
          0.04,
          ({ steps }) =>
            steps.some((step, at) =>
              steps.slice(0, at).some((other) => other.side === step.side && same(other.event, step.event)),
            ),
        ],
      },
      check: stepsWith("wrong-value", different),
    }),
    restart: property({
      says: "A state that went through JSON, as over a restart, goes on as if nothing had happened.",
      given: fc.record({ one: cases, restarts: list(fc.nat(11), 1, 6) }),
      whenThrown: "half-applied",
      check: (code, { one, restarts }) => stepsWith("half-applied", different, [0, ...restarts])(code, one),
    }),
    crowd: property({
      says: "Eighty events that wait at once all find their partners.",
      given: fc.constant(crowd),
      runs: 1,
      check: stepsWith(
        "missed-match",
        missing((row) => row.right !== null),
      ),
    }),
    bounded: property({
      says: "What can have no partner any more is forgotten: over 800 steps the state does not grow.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        for (const name of Object.keys(longStreams)) {
          const finding = await staysSmall(code, name);
          if (finding !== undefined) return finding;
        }
        return undefined;
      },
    }),
    lookAlike: property({
      says: "Two keys that look alike are two keys: their events are no pair.",
      given: fc
        .record({ keys: alikeNames, bounds: boundsOf, turned: fc.boolean() })
        .map(({ keys, bounds, turned }): Case => {
          const [first = "", second = ""] = turned ? keys.toReversed() : keys;
          const event = (id: string, key: string, value: number): Event => ({ id, key, ts: 0, value });
          const steps: Step[] = [
            { side: "left", event: event("p", first, 0), watermark: 0 },
            { side: "right", event: event("q", second, 1), watermark: 0 },
          ];
          return { steps, bounds };
        }),
      runs: 40,
      check: stepsWith("phantom-match", (_, got) => stepOf(got.find(({ row }) => row.right !== null))),
    }),
    newProcess: property({
      says: "A restart is a new process: the state is all that it has, and it goes on as before.",
      given: fc.constant(null),
      runs: 1,
      whenThrown: "half-applied",
      async check(code) {
        const event = (id: string, ts: number, value: number): Event => ({ id, key: "a", ts, value });
        const steps: Step[] = [
          { side: "left", event: event("p", 0, 0), watermark: 0 },
          { side: "right", event: event("q", 3, 1), watermark: 0 },
          { side: "right", event: event("r", 5, 2), watermark: 0 },
          { side: "left", event: event("s", 4, 3), watermark: Number.POSITIVE_INFINITY },
        ];
        const one: Case = { steps, bounds: { beforeMs: 5, afterMs: 5 } };
        const run = (some: Code<Contract>, state: unknown, from: number, to: number, viaJson: readonly number[]) =>
          scan<{ out: Row[] }>(some, "joinStreams", {
            state,
            steps: steps.slice(from, to).map(({ side, event, watermark }) => [side, event, watermark, one.bounds]),
            field: "state",
            viaJson,
          });
        const before = await run(code, await code.empty, 0, 2, []);
        const after = await run(await elsewhere(code), before.state, 2, 4, [0]);
        const out = [...before.outputs, ...after.outputs].map(({ out }) => out);
        const at = different(one, placed(out), placed(right(one)));
        if (at < 0) return undefined;
        const note = "The process was ended after the second event, and a new one went on with the state as JSON.";
        const [expected, got] = [shown(right(one).flat()), shown(out.flat()) || "nothing at all"];
        return { expected, got, anomaly: "half-applied", timeline: draw(one, out, at), note };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's ships: cleared within an hour of arriving, or not; a clearance may be up to ten minutes early.",
      check: (code) => {
        const minute = 60_000;
        const at = (id: string, ts: number, value: number): Event => ({ id, key: id, ts: ts * minute, value });
        const steps: Step[] = [
          { side: "left", event: at("ship-1", 0, 0), watermark: 0 },
          { side: "right", event: at("ship-2", 2, 1), watermark: 0 },
          { side: "left", event: at("ship-2", 12, 2), watermark: 10 * minute },
          { side: "right", event: at("ship-1", 60, 3), watermark: 60 * minute },
          { side: "left", event: at("ship-3", 61, 4), watermark: 61 * minute },
          { side: "right", event: at("ship-9", 122, 5), watermark: 122 * minute },
        ];
        return stepsWith("wrong-value", different)(code, {
          steps,
          bounds: { beforeMs: 10 * minute, afterMs: 60 * minute },
        });
      },
    }),
  ],
  integration: {
    says: "In a pipeline that crashes and restarts at any step, every result is the library's own, and comes once.",
    check: async (code) => await atWork(await code.empty).check(code),
    onLog: async (code, log, prefix) => await atWork(await code.empty).onLog?.(code, log, prefix),
  },
  hints: {
    shape: [
      "Which of the two is missing in this row, and may it be?",
      "In a left join only the left events come out alone: as { left, right: null }. Right events without a partner are forgotten in silence.",
      "out.push({ left: left.event, right: null }), with null and not undefined",
    ],
    general: [
      "Of each event that came: whom may it still meet, until when, and what has to happen when that time is over?",
      "Keep both sides. An arriving event looks through the other side's list, then waits in its own; a left one notes whether it has had a partner. Then look who is out of time.",
      "State { lefts: [{ event, matched }], rights: [event] }; join; then take out lefts with watermark > event.ts + afterMs (unmatched ones come out with right: null) and rights with watermark > ts + beforeMs.",
    ],
    belong: [
      "Which of the two is the left one, how far apart are they in time, and have they one key?",
      "The distance is right.ts - left.ts, whichever arrived first; afterMs is how far the right one may be later.",
      "left.key === right.key && right.ts - left.ts >= -beforeMs && right.ts - left.ts <= afterMs",
    ],
    bounds: [
      "How far is the right event from the left one, exactly?",
      "Both bounds are inclusive.",
      ">= -beforeMs and <= afterMs",
    ],
    patient: [
      "Up to which time can a partner of this left event still come, and where is the watermark?",
      "At a watermark of left.ts + afterMs an event of just that time may still come, and would be a partner. Not knowing is not the same as having none.",
      "unmatched only when watermark > left.ts + afterMs",
    ],
    notBoth: [
      "Did this left event have a partner before?",
      "A left event has to remember that it was matched, also when it was by the very event that is arriving, or already when it came itself.",
      "{ event, matched: partners.length > 0 } when it arrives, matched: left.matched || matches later",
    ],
    pairs: [
      "Which of the two came first, and was it still there when the other came?",
      "Both sides have to wait for each other, and an event that has found a partner may find another. In the last step too: first join, then clean up.",
      "A left event stays until watermark > ts + afterMs, a right one until watermark > ts + beforeMs; matched ones stay as well.",
    ],
    pairsOnce: [
      "In which step did the pair come out first?",
      "A pair comes out when its second half arrives, and only then.",
      "Let the arriving event alone be paired with those that wait.",
    ],
    everyLeft: [
      "What has become of the left event that has no partner?",
      "A left join keeps each left event: with partners, or alone once it is sure that none can come.",
      "out.push({ left: event, right: null }) for each left one that leaves the list unmatched",
    ],
    aloneOnce: [
      "When did it come out before?",
      "Who has come out alone is done with, and leaves the state.",
      "Keep the lefts with watermark <= event.ts + afterMs, and only those.",
    ],
    inTime: [
      "What was the watermark of the step in which this should have come out?",
      "In each step look through all waiting left events, not only those of the event's key, and not only at the end.",
      "for (const left of all lefts) if (watermark > left.event.ts + afterMs && !left.matched) it comes out now",
    ],
    exactly: [
      "Does the event in question have a double?",
      "Each arrival is an event of its own: equal ids, even equal everything, make no difference.",
      "Use lists; no table by id.",
    ],
    restart: [
      "What does JSON.stringify make of a Map, a Set or Infinity?",
      "Keep plain arrays, objects, numbers and texts in the state; build a Map inside the function when you want one.",
      "empty = { lefts: [], rights: [] }",
    ],
    bounded: [
      "What is in your state after 800 steps, and who could still ask for it?",
      "Each side has a last instant: left.ts + afterMs, right.ts + beforeMs. When the watermark is past it, the event goes, whatever its key and matched or not.",
      "rights.filter(({ ts }) => watermark <= ts + beforeMs), and likewise for the left ones",
    ],
    untouched: [
      "Who else might still use the state that you were given?",
      "A step that fails is tried again from the old state. Build new lists in place of writing into the old ones.",
      "rights: [...rights, event]",
    ],
  },
});
