import { type Anomaly, type Code, exercise, type Finding, fc, list, same } from "tidemark/grading";

interface Pane {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

export interface Contract {
  aggregateWindows(panes: readonly Pane[]): { min: number; max: number; average: number } | null;
}

const { grader, property, example } = exercise<Contract>();

const paneOf = (readings: readonly number[]): Pane => ({
  min: readings.length === 0 ? 0 : Math.min(...readings),
  max: readings.length === 0 ? 0 : Math.max(...readings),
  sum: readings.reduce((sum, one) => sum + one, 0),
  count: readings.length,
});

/** From the readings themselves, which the learner's code does not see. */
function figuresOf(parts: readonly (readonly number[])[]) {
  const readings = parts.flat();
  if (readings.length === 0) return null;
  const { min, max, sum, count } = paneOf(readings);
  return { min, max, average: sum / count };
}

async function figures(
  code: Code<Contract>,
  parts: readonly (readonly number[])[],
  anomaly: Anomaly,
  panes: readonly Pane[] = parts.map(paneOf),
): Promise<Finding | undefined> {
  const [expected, got] = [figuresOf(parts), await code.aggregateWindows(panes)];
  if (same(expected, got)) return undefined;
  const timeline = parts
    .slice(0, 6)
    .map((readings, at) => ({ part: at + 1, readings: readings.join(" ") || "(none)", ...panes[at]!, wrong: false }));
  return { expected, got, anomaly, timeline };
}

const reading = fc.integer({ min: -50, max: 50 });
/** A part whose sum is not 0, so that nobody can take it for an empty one. */
const part = list(reading, 1, 4).filter((readings) => readings.reduce((sum, one) => sum + one, 0) !== 0);
const sameSign = (sign: 1 | -1) =>
  list(
    list(
      fc.integer({ min: 1, max: 50 }).map((one) => sign * one),
      1,
      3,
    ),
    1,
    4,
  );

export default grader({
  title: "a window's figures out of its parts",
  exports: { aggregateWindows: "function" },
  properties: {
    smallestAndLargest: property({
      says: "The smallest and the largest reading are those of all parts, also where all are positive or all negative.",
      // as many readings in each part, all equal: a mean of means is right here
      given: fc.oneof(sameSign(1), sameSign(-1)).map((parts) => parts.map(([first]) => [first!])),
      async check(code, parts) {
        const panes = parts.map(paneOf);
        const [expected, got] = [figuresOf(parts)!, await code.aggregateWindows(panes)];
        if (got !== null && expected.min === got.min && expected.max === got.max) return undefined;
        const timeline = parts
          .slice(0, 6)
          .map((readings, at) => ({ part: at + 1, readings: readings.join(" "), wrong: false }));
        return { expected, got, anomaly: "wrong-value", timeline };
      },
    }),
    meanOfAll: property({
      says: "The mean is that of all readings, however they are divided into parts.",
      given: list(part, 1, 4),
      cover: { "parts of different size": [0.3, (parts) => new Set(parts.map((one) => one.length)).size > 1] },
      check: (code, parts) => figures(code, parts, "wrong-value"),
    }),
    emptyParts: property({
      says: "An empty part changes nothing, whatever its min and max say; without any reading the answer is null.",
      given: fc.record({
        parts: list(part, 0, 3),
        at: fc.nat(3),
        min: fc.constantFrom(-1_000, 0, 1_000),
        max: fc.constantFrom(-1_000, 0, 1_000),
      }),
      cover: { "no reading": [0.1, ({ parts }) => parts.length === 0] },
      check(code, { parts, at, min, max }) {
        const place = Math.min(at, parts.length);
        const withEmpty = parts.toSpliced(place, 0, []);
        const panes = withEmpty.map((readings) =>
          readings.length === 0 ? { min, max, sum: 0, count: 0 } : paneOf(readings),
        );
        return figures(code, withEmpty, "wrong-value", panes);
      },
    }),
    anyGrouping: property({
      says: "Readings divided in another way, in another order, have the same figures; also readings of 0.",
      given: list(list(fc.integer({ min: -3, max: 3 }), 1, 3), 0, 5),
      cover: {
        "a part with sum 0": [0.2, (parts) => parts.some((one) => one.reduce((sum, value) => sum + value, 0) === 0)],
      },
      check: (code, parts) => figures(code, parts, "lost"),
    }),
    manyParts: property({
      says: "There may be any number of parts.",
      given: list(part, 0, 70),
      runs: 60,
      check: (code, parts) => figures(code, parts, "lost"),
    }),
  },
  examples: [
    example({
      says: "Parts of one, three and no readings: the mean is that of four readings.",
      check: (code) => figures(code, [[100], [60, 64, 68], []], "wrong-value"),
    }),
  ],
  hints: {
    general: [
      "If you saw all the readings, how would you compute each figure? What do the parts tell you of them?",
      "Sums and counts can be added, minima and maxima compared. The mean is computed once, at the end.",
      "Leave out parts with count 0; return null when none is left; average = sum of sums / sum of counts.",
    ],
    smallestAndLargest: [
      "With what does your minimum begin, and can it be smaller than every reading?",
      "0 is a reading like any other. Begin with the first part, or with Infinity.",
      "reduce((least, pane) => Math.min(least, pane.min), Infinity)",
    ],
    meanOfAll: [
      "One part has one reading, another has three. Do both count alike?",
      "A mean of means gives a small part too much weight.",
      "average = (sum of all sums) / (sum of all counts)",
    ],
    emptyParts: [
      "What do min and max of a part say that has no reading?",
      "Nothing. Leave such parts out first. When none is left, there is no mean.",
      "const full = panes.filter(({ count }) => count > 0); if (full.length === 0) return null;",
    ],
    anyGrouping: [
      "Which part did you take for an empty one?",
      "A part is empty when its count is 0. A sum of 0 is an ordinary sum.",
      "Ask count > 0, and never the sum.",
    ],
  },
});
