import {
  type Code,
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
import { integrationWith } from "./_by-hand.js";

interface Input {
  readonly watermark: number;
  readonly idle: boolean;
}

export interface Contract {
  combineWatermarks(previous: number, inputs: readonly Input[]): number;
}

const { grader, property, example } = exercise<Contract>();

const watermarks = fc.oneof(
  { withCrossShrink: true },
  { weight: 8, arbitrary: nearTimes },
  { weight: 1, arbitrary: fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) },
);
const started = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: nearTimes },
  { weight: 1, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) },
);
const input = fc.record({ watermark: watermarks, idle: fc.boolean() });
const active = watermarks.map((watermark): Input => ({ watermark, idle: false }));
const idle = watermarks.map((watermark): Input => ({ watermark, idle: true }));
const nearZero = (watermark: number): number => (Number.isFinite(watermark) ? Math.abs(watermark % 2) : watermark);

/** A third of them of 0 and 1, nearly all active: 0 is easily taken for no watermark at all. */
const cases = fc
  .record({ previous: started, inputs: list(input, 0, 5), around: fc.nat(2) })
  .map(({ previous, inputs, around }) => {
    if (around < 2) return { previous, inputs };
    return {
      previous: Math.min(previous, -1),
      inputs: inputs.map(
        ({ watermark, idle }): Input => ({ watermark: nearZero(watermark), idle: idle && watermark > 25 }),
      ),
    };
  });

const activeOf = (inputs: readonly Input[]): Input[] => inputs.filter((one) => !one.idle);

/** By definition: the largest candidate that no active input is behind, or the largest of all. */
function combined(previous: number, inputs: readonly Input[]): number {
  const candidates = [...inputs.map(({ watermark }) => watermark), Number.NEGATIVE_INFINITY].sort((a, b) => b - a);
  const slowest = candidates.find((candidate) => activeOf(inputs).every(({ watermark }) => candidate <= watermark));
  return slowest !== undefined && slowest > previous ? slowest : previous;
}

function draw(previous: number, inputs: readonly Input[], out: number, right: number): Timeline {
  return [
    ...inputs.map(({ watermark, idle }, index) => ({
      input: `${index + 1}`,
      watermark,
      state: idle ? "idle" : "active",
    })),
    { input: "together", watermark: undefined, state: "", previous, out, right, wrong: true },
  ];
}

async function exact(code: Code<Contract>, previous: number, inputs: readonly Input[]): Promise<Finding | undefined> {
  const got = await code.combineWatermarks(previous, inputs);
  const expected = combined(previous, inputs);
  if (same(expected, got)) return undefined;
  const anomaly = got < previous ? "watermark-regressed" : got < expected ? "stalled" : "closed-early";
  return { expected, got, anomaly, timeline: draw(previous, inputs, got, expected) };
}

export default grader({
  title: "one watermark for several inputs, some of them idle",
  whenThrown: "stalled",
  exports: { combineWatermarks: "function" },
  properties: {
    neverBack: property({
      says: "The combined watermark never goes back, whichever input comes, goes idle or comes back.",
      given: cases,
      cover: {
        "an active input behind the previous watermark": [
          0.1,
          ({ previous, inputs }) => activeOf(inputs).some(({ watermark }) => watermark < previous),
        ],
        "all inputs idle": [0.05, ({ inputs }) => inputs.length > 0 && activeOf(inputs).length === 0],
      },
      async check(code, { previous, inputs }) {
        const got = await code.combineWatermarks(previous, inputs);
        if (got >= previous) return undefined;
        const expected = combined(previous, inputs);
        return { expected, got, anomaly: "watermark-regressed", timeline: draw(previous, inputs, got, expected) };
      },
    }),
    slowestDecides: property({
      says: "The combined watermark is never ahead of an active input, unless it was there before.",
      given: cases,
      cover: { "two active inputs": [0.15, ({ inputs }) => activeOf(inputs).length > 1] },
      async check(code, { previous, inputs }) {
        const got = await code.combineWatermarks(previous, inputs);
        if (got <= previous || activeOf(inputs).every(({ watermark }) => got <= watermark)) return undefined;
        const expected = combined(previous, inputs);
        return { expected, got, anomaly: "closed-early", timeline: draw(previous, inputs, got, expected) };
      },
    }),
    idleChangesNothing: property({
      says: "An idle input beside an active one changes nothing.",
      given: fc.record({
        previous: started,
        active: list(active, 1, 3),
        idle,
        place: fc.nat(3),
      }),
      async check(code, { previous, active, idle, place }) {
        const inputs = active.toSpliced(Math.min(place, active.length), 0, idle);
        const [expected, got] = await Promise.all([
          code.combineWatermarks(previous, active),
          code.combineWatermarks(previous, inputs),
        ]);
        if (same(expected, got)) return undefined;
        const anomaly = got < expected ? "stalled" : "closed-early";
        return { expected, got, anomaly, timeline: draw(previous, inputs, got, expected) };
      },
    }),
    allIdle: property({
      says: "When all are idle it is the largest of theirs, in whichever order they went idle; with no inputs nothing moves.",
      given: fc.record({ inputs: list(idle, 0, 4), start: started }),
      cover: { "no inputs": [0.03, ({ inputs }) => inputs.length === 0] },
      async check(code, { inputs, start }) {
        const rows: { happens: string; watermarks: string; out: number; right: number; wrong: boolean }[] = [];
        let previous = start;
        let right = start;
        for (let silent = 0; silent <= inputs.length; silent++) {
          const now = inputs.map(({ watermark }, index) => ({ watermark, idle: index < silent }));
          previous = await code.combineWatermarks(previous, now);
          right = combined(right, now);
          const shown = now.map(
            ({ watermark, idle }) => `${`${watermark}`.replace("Infinity", "∞")}${idle ? " idle" : ""}`,
          );
          const happens = inputs.length === 0 ? "no inputs" : silent === 0 ? "all active" : `input ${silent} goes idle`;
          rows.push({ happens, watermarks: shown.join(", "), out: previous, right, wrong: previous !== right });
        }
        if (same(previous, right)) return undefined;
        const anomaly = previous > right ? "closed-early" : "stalled";
        return { expected: right, got: previous, anomaly, timeline: rows };
      },
    }),
    many: property({
      says: "However many inputs there are, and at the times of our days, the slowest active one decides.",
      given: fc
        .record({
          slowest: fc.integer({ min: 1.759e12, max: 1.761e12 }),
          ahead: crowd(fc.integer({ min: 1, max: 50 })),
        })
        .map(({ slowest, ahead }): Input[] =>
          [...ahead.map((by) => slowest + by), slowest].map((watermark) => ({ watermark, idle: false })),
        ),
      runs: 20,
      async check(code, inputs) {
        const got = await code.combineWatermarks(Number.NEGATIVE_INFINITY, inputs);
        const expected = combined(Number.NEGATIVE_INFINITY, inputs);
        if (same(expected, got)) return undefined;
        const rows = draw(Number.NEGATIVE_INFINITY, inputs, got, expected).slice(-4);
        const note = `The last of ${inputs.length} inputs are shown; all are active.`;
        return { expected, got, anomaly: got < expected ? "stalled" : "closed-early", timeline: rows, note };
      },
    }),
    anyOrder: property({
      says: "The order of the inputs plays no part.",
      given: fc.record({ previous: started, inputs: shuffled(input, 0, 5) }),
      async check(code, { previous, inputs }) {
        const [expected, got] = await Promise.all([
          code.combineWatermarks(previous, inputs.list),
          code.combineWatermarks(previous, inputs.other),
        ]);
        if (same(expected, got)) return undefined;
        return { expected, got, anomaly: "nondeterministic", timeline: draw(previous, inputs.other, got, expected) };
      },
    }),
    exactly: property({
      says: "The combined watermark is the smallest of the active inputs, or the previous one where that is larger.",
      given: cases,
      check: (code, { previous, inputs }) => exact(code, previous, inputs),
    }),
  },
  examples: [
    example({
      says: "The lesson's three partitions: at 12, at 4 and lagging, and idle at 9: the lagging one holds the others.",
      check: (code) =>
        exact(code, 3_000, [
          { watermark: 12_000, idle: false },
          { watermark: 4_000, idle: false },
          { watermark: 9_000, idle: true },
        ]),
    }),
  ],
  integration: integrationWith<Contract>(["combineWatermarks"], ({ combineWatermarks }) => ({
    combine: combineWatermarks,
  })),
  hints: {
    general: [
      "Two inputs, one at 5 and one at 9: up to which time is everything complete? And if the one at 5 has fallen silent for good?",
      "The slowest of the active inputs decides. Idle ones are left out, unless nobody is left; then the fastest decides.",
      "Filter the active ones. Any: Math.min of theirs. None: Math.max of all. Then Math.max with previous, which also covers no inputs.",
    ],
    neverBack: [
      "What was promised before this step, and may an input that comes back take that promise away?",
      "Whatever the inputs say now, the answer is at least previous, in every branch.",
      "Put the whole answer into Math.max(previous, …).",
    ],
    slowestDecides: [
      "Which input is the furthest behind, and may events of its still come that are older than your answer?",
      "An active input that has had no event yet stands at -Infinity: it holds everything back, and rightly so.",
      "Math.min over the watermarks of all inputs with idle === false, with none of them left out.",
    ],
    allIdle: [
      "What does your function see when no input is active: which list does it take the minimum of?",
      "Math.min() of nothing is Infinity, and that closes every window. With all idle, take the largest watermark of theirs.",
      "active.length === 0 ? Math.max(previous, ...all) : Math.max(previous, Math.min(...active))",
    ],
    idleChangesNothing: [
      "Take the idle input away: what is the answer then?",
      "Nobody waits for an idle input, as long as one is active.",
      "inputs.filter(({ idle }) => !idle) comes before the minimum.",
    ],
  },
});
