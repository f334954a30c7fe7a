import { type Anomaly, type Code, exercise, type Finding, fc, same } from "tidemark/grading";

export interface Contract {
  sensorsAbove(counts: Readonly<Record<string, number>>, threshold: number): string[];
}

const { grader, property, example } = exercise<Contract>();

type Counts = Readonly<Record<string, number>>;

/** Again and again the busiest that is left, and of equally busy ones the first by name. */
function loggedOf(counts: Counts, threshold: number): string[] {
  const left = new Map(Object.entries(counts).filter(([, count]) => count > threshold));
  const logged: string[] = [];
  while (left.size > 0) {
    const most = Math.max(...left.values());
    const [first] = [...left.keys()].filter((name) => left.get(name) === most).sort();
    logged.push(first!);
    left.delete(first!);
  }
  return logged;
}

async function logs(
  code: Code<Contract>,
  counts: Counts,
  threshold: number,
  anomaly: Anomaly,
): Promise<Finding | undefined> {
  const [expected, got] = [loggedOf(counts, threshold), await code.sensorsAbove(counts, threshold)];
  if (same(expected, got)) return undefined;
  const timeline = Object.entries(counts)
    .slice(0, 6)
    .map(([sensor, count]) => ({
      sensor: sensor || '""',
      count,
      threshold,
      wrong: expected.includes(sensor) !== got.includes(sensor),
    }));
  return { expected, got, anomaly, timeline };
}

const names = fc.constantFrom("pump", "Pump", "é", "e\u0301", "10", "9", "constructor", "", "gear-1", "gear_1");
const table = (counts: fc.Arbitrary<number>, maxLength = 5): fc.Arbitrary<Counts> =>
  fc
    .uniqueArray(fc.tuple(names, counts), { maxLength, selector: ([name]) => name })
    .map((pairs) => Object.fromEntries(pairs));

export default grader({
  title: "the sensors that a timer logs",
  exports: { sensorsAbove: "function" },
  properties: {
    strictly: property({
      says: "A sensor is logged when its count is above the threshold; exactly at it is not above.",
      given: fc.record({
        name: names,
        threshold: fc.oneof(fc.constant(0), fc.integer({ min: -2, max: 1_000_000 })),
        beside: fc.constantFrom(-1, 0, 1),
      }),
      cover: { "at the threshold": [0.2, ({ beside }) => beside === 0] },
      check: (code, { name, threshold, beside }) =>
        logs(code, { [name]: threshold + beside }, threshold, "wrong-value"),
    }),
    busiestFirst: property({
      says: "The busiest comes first: counts are compared as numbers.",
      given: fc
        .uniqueArray(fc.constantFrom(2, 9, 10, 11, 100, 1_000), { minLength: 2, maxLength: 4 })
        .map((counts) => Object.fromEntries(counts.map((count, at) => [`sensor-${"abcd"[at]}`, count]))),
      check: (code, counts) => logs(code, counts, 1, "reordered"),
    }),
    tiesByName: property({
      says: "Equally busy sensors come by name, in code units, whatever order the table has.",
      given: fc.uniqueArray(names, { minLength: 2, maxLength: 5 }),
      check: (code, some) => logs(code, Object.fromEntries(some.map((name) => [name, 5])), 0, "nondeterministic"),
    }),
    all: property({
      says: "Every sensor above the threshold is logged, however many there are.",
      given: fc.integer({ min: 0, max: 70 }),
      runs: 60,
      async check(code, count) {
        const counts = Object.fromEntries(Array.from({ length: count }, (_, i) => [`sensor-${i}`, i + 1]));
        const [expected, got] = [loggedOf(counts, 0), await code.sensorsAbove(counts, 0)];
        if (same(expected, got)) return undefined;
        const timeline = [{ sensors: count, logged: got.length, right: expected.length, wrong: true }];
        return { expected: expected.length, got: got.length, anomaly: "lost", timeline };
      },
    }),
    asTheModel: property({
      says: "For any table: above the threshold, by count, then by name.",
      given: fc.record({ counts: table(fc.nat(4)), threshold: fc.integer({ min: -1, max: 3 }) }),
      check: (code, { counts, threshold }) => logs(code, counts, threshold, "wrong-value"),
    }),
  },
  examples: [
    example({
      says: "The lesson's table: above 6 readings are starboard-engine with 10, then gearbox with 7.",
      check: (code) =>
        logs(code, { gearbox: 7, "bilge-pump": 6, "starboard-engine": 10, "port-engine": 4 }, 6, "wrong-value"),
    }),
  ],
  hints: {
    general: [
      "Which sensors are in the list, and which of two stands first?",
      "Keep those above the threshold; sort by count, the larger first; where counts are equal, by name.",
      "Object.entries(counts).filter(…).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name)",
    ],
    strictly: [
      "Is a sensor with exactly as many readings as the threshold above it?",
      "Above means larger, and 0 is a threshold like any other.",
      "Keep what has count > threshold.",
    ],
    busiestFirst: [
      "Is 9 more than 10? How does your sort compare them?",
      "Subtract counts, do not compare them as texts.",
      "In the comparison: more - many.",
    ],
    tiesByName: [
      "Two sensors are equally busy. In which order did they come into the table, and does that matter?",
      "A list that depends on the order of a table changes from run to run. Compare names with <.",
      "Where counts are equal: a < b ? -1 : 1.",
    ],
  },
});
