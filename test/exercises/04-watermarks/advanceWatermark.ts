import {
  type Anomaly,
  type Code,
  delays,
  exercise,
  type Finding,
  fc,
  list,
  same,
  show,
  shuffled,
  type Timeline,
  times,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

export interface Contract {
  advanceWatermark(watermark: number, ts: number, delayMs: number): number;
}

const { grader, property, example } = exercise<Contract>();

/** The watermark after each event, as the learner's code has it. */
async function follow(code: Code<Contract>, stream: readonly number[], delayMs: number): Promise<number[]> {
  const watermarks: number[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const ts of stream) {
    watermark = await code.advanceWatermark(watermark, ts, delayMs);
    watermarks.push(watermark);
  }
  return watermarks;
}

const largest = (stream: readonly number[], delayMs: number): number => Math.max(...stream) - delayMs;

function draw(stream: readonly number[], delayMs: number, watermarks: readonly (number | string)[]): Timeline {
  return stream.map((ts, index) => {
    const right = largest(stream.slice(0, index + 1), delayMs);
    const watermark = watermarks[index];
    return { arrives: index + 1, ts, delayMs, watermark, right, wrong: watermark !== right };
  });
}

/** What a watermark that is off does to windows: measured with a delay large enough to tell the mistakes apart. */
async function consequence(code: Code<Contract>, finding: { expected: number; got: number }): Promise<Anomaly> {
  const off = (await code.advanceWatermark(Number.NEGATIVE_INFINITY, 5_000, 1_000)) - 4_000;
  const error = off === 0 ? finding.got - finding.expected : off;
  if (error > 0) return "closed-early";
  return error === -1 ? "late-accepted" : "never-closed";
}

async function ends(code: Code<Contract>, stream: readonly number[], delayMs: number): Promise<Finding | undefined> {
  const watermarks = await follow(code, stream, delayMs);
  const [expected, got] = [largest(stream, delayMs), watermarks.at(-1) ?? Number.NaN];
  if (same(expected, got)) return undefined;
  return {
    expected,
    got,
    anomaly: await consequence(code, { expected, got }),
    timeline: draw(stream, delayMs, watermarks),
  };
}

/** A fifth of them around 0, where a watermark of 0 is easily taken for none. */
const streams = fc
  .record({ stream: list(times, 1), delayMs: delays, around: fc.nat(4) })
  .map(({ stream, delayMs, around }) =>
    around === 4 ? { stream: stream.map((ts) => (ts % 2) + 0), delayMs: delayMs % 2 } : { stream, delayMs },
  );
const goesBackSomewhere = ({ stream }: { stream: readonly number[] }): boolean =>
  stream.some((ts, index) => index > 0 && ts < Math.max(...stream.slice(0, index)));

export default grader({
  title: "the watermark after one more event",
  whenThrown: "stalled",
  exports: { advanceWatermark: "function" },
  properties: {
    neverBack: property({
      says: "A watermark never goes back.",
      given: streams,
      cover: { "an event behind an earlier one": [0.5, goesBackSomewhere] },
      async check(code, { stream, delayMs }) {
        const watermarks = await follow(code, stream, delayMs);
        const odd = watermarks.findIndex((watermark: unknown) => typeof watermark !== "number");
        if (odd >= 0) {
          return {
            expected: largest(stream.slice(0, odd + 1), delayMs),
            got: watermarks[odd],
            anomaly: "wrong-value",
            timeline: draw(stream, delayMs, watermarks.map(show)),
            note: "A watermark is a number, whichever way through the function leads to it.",
          };
        }
        const at = watermarks.findIndex((watermark, index) => watermark < (watermarks[index - 1] ?? watermark));
        if (at < 0) return undefined;
        return {
          expected: watermarks[at - 1],
          got: watermarks[at],
          anomaly: "watermark-regressed",
          timeline: draw(stream, delayMs, watermarks).map((moment, index) => ({ ...moment, wrong: index === at })),
        };
      },
    }),
    maximum: property({
      says: "After any events the watermark is the largest event time minus the delay.",
      given: streams,
      cover: {
        "a negative time": [0.3, ({ stream }) => Math.max(...stream) < 0 || (stream[0] ?? 0) < 0],
        "a delay": [0.7, ({ delayMs }) => delayMs > 0],
      },
      check: (code, { stream, delayMs }) => ends(code, stream, delayMs),
    }),
    anyOrder: property({
      says: "The order of the events does not change the last watermark.",
      given: fc.record({ orders: shuffled(times, 1), delayMs: delays }),
      async check(code, { orders, delayMs }) {
        const one = await follow(code, orders.list, delayMs);
        const other = await follow(code, orders.other, delayMs);
        if (same(one.at(-1), other.at(-1))) return undefined;
        return {
          expected: one.at(-1),
          got: other.at(-1),
          anomaly: "nondeterministic",
          timeline: draw(orders.other, delayMs, other),
        };
      },
    }),
    noDelay: property({
      says: "With a delay of 0 the watermark is the largest event time itself.",
      given: list(times, 1),
      check: (code, stream) => ends(code, stream, 0),
    }),
  },
  examples: [
    example({
      says: "The lesson's stream under a wait of 5 s: 3, 9, 4, 12 and 6 s.",
      check: (code) => ends(code, [3_000, 9_000, 4_000, 12_000, 6_000], 5_000),
    }),
  ],
  integration: integrationWith<Contract>(["advanceWatermark"], ({ advanceWatermark }) => ({
    advance: advanceWatermark,
  })),
  hints: {
    general: [
      "Say what a watermark promises in one sentence. Which of the events so far decides it: the last, or the latest?",
      "Only the largest event time counts. The watermark you were given already stands for all events before this one.",
      "The watermark this event alone would give is ts - delayMs. Return the larger one of that and the one you were given.",
    ],
    neverBack: [
      "Look at the row with the arrow: this event is behind. What had the watermark before it promised?",
      "A late event must not take the promise back. Compare what this event asks for with what already holds.",
      "Math.max of two numbers: the watermark that you were given, and ts - delayMs.",
    ],
    maximum: [
      "Take the first row alone: which number must be there, by hand, and which number did you get?",
      "The delay is taken off the event's time, once. Nothing else is added, also not a 1 and not a 0 to start from.",
      "Math.max(watermark, ts - delayMs); with -Infinity before the first event that works from the start.",
    ],
  },
});
