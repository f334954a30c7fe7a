import { type Code, exercise, type Finding, fc, same, show } from "tidemark/grading";

type Page =
  | {
      readonly status: 200;
      readonly body: {
        readonly readings: number;
        readonly sensors: readonly { readonly sensor: string; readonly readings: number }[];
      };
    }
  | { readonly status: 503; readonly body: { readonly error: string } };

export interface Contract {
  statusPage(counts: Readonly<Record<string, number>>, ready: boolean): Page;
}

const { grader, property, example } = exercise<Contract>();

/** A table as a list, in the order in which its sensors came. */
type Counts = readonly (readonly [sensor: string, readings: number])[];

/** Each name stands behind all that are smaller. */
function rightOf(counts: Counts): Extract<Page, { status: 200 }> {
  const sensors = counts.map(([sensor, readings]) => ({ sensor, readings }));
  const rank = (name: string): number => counts.filter(([other]) => other < name).length;
  sensors.sort((a, b) => rank(a.sensor) - rank(b.sensor));
  let readings = 0;
  for (const [, one] of counts) readings += one;
  return { status: 200, body: { readings, sensors } };
}

const drawing = (counts: Counts, ready: boolean, out: unknown, right: unknown) => [
  ...counts.slice(0, 4).map(([sensor, readings]) => ({ sensor: show(sensor), readings, wrong: false })),
  { ready: `${ready}`, out: show(out).slice(0, 60), right: show(right).slice(0, 60), wrong: true },
];

const asked = (code: Code<Contract>, counts: Counts, ready = true): Promise<Page> =>
  code.statusPage(Object.fromEntries(counts), ready);

/** One part of the page of a worker that is ready; what answers 503 is for the property before. */
async function page<Part>(
  code: Code<Contract>,
  counts: Counts,
  anomaly: Finding["anomaly"],
  part: (page: Extract<Page, { status: 200 }>) => Part,
): Promise<Finding | undefined> {
  const [expected, got] = [rightOf(counts), await asked(code, counts)];
  const [right, out] = [part(expected), got.status === 200 ? part(got) : got];
  if (same(right, out)) return undefined;
  return { expected, got, anomaly, timeline: drawing(counts, true, out, right) };
}

const sensors = fc.constantFrom("pump", "Pump", "é", "e\u0301", "10", "9", "01", "1", "constructor", "", "gear-1");
const tables = (minLength = 0, counts: fc.Arbitrary<number> = fc.nat(12)): fc.Arbitrary<Counts> =>
  fc.uniqueArray(fc.tuple(sensors, counts), { minLength, maxLength: 5, selector: ([sensor]) => sensor });

const inOrder = (counts: Counts): boolean =>
  Object.keys(Object.fromEntries(counts)).every((sensor, at, all) => at === 0 || all[at - 1]! < sensor);

export default grader({
  title: "the page that says how it is",
  whenThrown: "stalled",
  exports: { statusPage: "function" },
  properties: {
    notBefore: property({
      says: "While the counts are being restored, the answer is 503 with an error in words, and no count is shown.",
      given: tables(),
      cover: { "some counts are there": [0.5, (counts) => counts.length > 0] },
      async check(code, counts) {
        const got: Page = await asked(code, counts, false);
        const error = got.status === 503 ? got.body?.error : "";
        const only = got.status === 503 && Object.keys(got.body ?? {}).length === 1;
        if (only && typeof error === "string" && error !== "") return undefined;
        const expected = "status 503 and a body with an error in words, and nothing else";
        return { expected, got, anomaly: "not-ready", timeline: drawing(counts, false, got, "503, error") };
      },
    }),
    ready: property({
      says: "When the counts are restored, the answer is 200, also where nothing has been counted.",
      given: fc.oneof(fc.constant<Counts>([]), tables(1, fc.constantFrom(0, 0, 1))),
      cover: {
        "no sensor": [0.3, (counts) => counts.length === 0],
        "nothing but zeros": [0.1, (counts) => counts.length > 0 && counts.every(([, count]) => count === 0)],
      },
      async check(code, counts) {
        const [expected, got] = [rightOf(counts), await asked(code, counts)];
        if (got.status === 200) return undefined;
        return { expected, got, anomaly: "stalled", timeline: drawing(counts, true, got, expected.status) };
      },
    }),
    sum: property({
      says: "The readings in all are the sum of the counts.",
      given: tables(0, fc.oneof(fc.nat(12), fc.constant(1e12))),
      cover: { "several sensors": [0.5, (counts) => counts.length > 1] },
      check: (code, counts) => page(code, counts, "wrong-value", ({ body }) => body.readings),
    }),
    everySensor: property({
      says: "Every sensor is listed once with its count, also with count 0, however many there are.",
      given: fc.oneof(
        tables(1, fc.nat(2)),
        fc
          .integer({ min: 11, max: 70 })
          .map((count) => Array.from({ length: count }, (_, at): [string, number] => [`sensor-${at + 100}`, at])),
      ),
      cover: {
        "a count of 0": [0.3, (counts) => counts.some(([, count]) => count === 0)],
        "more than ten": [0.3, (counts) => counts.length > 10],
      },
      check: (code, counts) =>
        page(code, counts, "lost", ({ body }) =>
          // in any order here: sorted by what they are in JSON
          body.sensors.map(({ sensor, readings }) => JSON.stringify([sensor, readings])).sort(),
        ),
    }),
    byName: property({
      says: "Sensors come by name, in code units, so that equal counts give equal pages.",
      given: tables(2),
      cover: { "a table in another order": [0.4, (counts) => !inOrder(counts)] },
      check: (code, counts) => page(code, counts, "nondeterministic", ({ body }) => body),
    }),
  },
  examples: [
    example({
      says: "Seven readings of the gearbox and six of the pump are 13, the pump first.",
      check: (code) =>
        page(
          code,
          [
            ["gearbox", 7],
            ["bilge-pump", 6],
          ],
          "wrong-value",
          ({ body }) => body,
        ),
    }),
  ],
  hints: {
    general: [
      "Which two pages are there, and what decides between them?",
      "First ask whether it is ready. Then list the sensors, sort them by name, and add their counts.",
      "if (!ready) return { status: 503, body: { error: … } }; Object.entries(counts) mapped, sorted; reduce for the sum",
    ],
    notBefore: [
      "Half of the table is restored. What would a reader of this page believe?",
      "A count that is too low, and nothing would say so. Show none; say in words that it is not ready.",
      'return { status: 503, body: { error: "the counts are being restored" } };',
    ],
    ready: [
      "Is a worker that has counted nothing the same as one that is not ready?",
      "It is ready, and its answer is 0. Only the second argument says whether it is ready.",
      "Ask ready, and never the counts.",
    ],
    sum: [
      "Which counts are in your sum, and does it begin at 0?",
      "Add numbers, one sensor after the other.",
      "sensors.reduce((sum, { readings }) => sum + readings, 0)",
    ],
    everySensor: [
      "Which sensor of the table is not on the page, and why?",
      "A sensor with count 0 is a sensor, and there may be many of them.",
      "Object.entries(counts).map(([sensor, readings]) => ({ sensor, readings })), without a filter",
    ],
    byName: [
      "In which order does a plain object give its names, and is it the one that you want?",
      "Sort by name with <. A dictionary's order depends on the machine, and an object's on when a sensor came.",
      ".sort((a, b) => (a.sensor < b.sensor ? -1 : 1))",
    ],
  },
});
