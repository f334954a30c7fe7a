import { enrichReading, pipeline, record, run, SensorReading, seconds } from "tidemark";
import { type Code, exercise, type Finding, fc, names, same, show } from "tidemark/grading";
import { integrationByHand } from "../_by-hand.js";

interface Limits {
  readonly warning: number;
  readonly critical: number;
}

type Status = "normal" | "warning" | "critical";

interface EnrichedReading {
  readonly sensor_id: string;
  readonly temperature: number;
  readonly timestamp: number;
  readonly status: Status;
}

type Enriched = { readonly ok: EnrichedReading } | { readonly dead: { readonly reason: string } };

export interface Contract {
  enrich(raw: unknown, limits: Limits): Enriched;
}

const { grader, property, example } = exercise<Contract>();

/** A good reading, as it is drawn: its time in milliseconds, which `rawOf` writes as text. */
interface Drawn {
  readonly sensor_id: string;
  readonly temperature: number;
  readonly ts: number;
}

const rawOf = ({ sensor_id, temperature, ts }: Drawn) => ({
  sensor_id,
  temperature,
  timestamp: new Date(ts).toISOString(),
});

/** By counting the limits that were passed. */
function rightOf({ sensor_id, temperature, ts }: Drawn, { warning, critical }: Limits): Enriched {
  const passed = Number(temperature > warning) + Number(temperature > critical);
  const status = (["normal", "warning", "critical"] as const)[passed]!;
  return { ok: { sensor_id, temperature, timestamp: ts, status } };
}

const inWords = (got: Enriched): string =>
  got !== null && typeof got === "object" && "ok" in got
    ? `ok, ${show(got.ok?.status)}`
    : `dead, ${show(got?.dead?.reason)}`;

const drawing = (raw: unknown, limits: Limits, expected: Enriched, got: Enriched) => [
  { raw: show(raw), ...limits, out: inWords(got), right: inWords(expected), wrong: true },
];

/** The status alone: a good reading that is called dead, or has other fields, is for the property after. */
async function status(code: Code<Contract>, drawn: Drawn, limits: Limits): Promise<Finding | undefined> {
  const [expected, got] = [rightOf(drawn, limits), await code.enrich(rawOf(drawn), limits)];
  if (!("ok" in got) || !("ok" in expected) || got.ok.status === expected.ok.status) return undefined;
  return { expected, got, anomaly: "wrong-value", timeline: drawing(rawOf(drawn), limits, expected, got) };
}

async function dead(code: Code<Contract>, raw: unknown, reason: string): Promise<Finding | undefined> {
  const limits = { warning: 80, critical: 95 };
  const [expected, got] = [{ dead: { reason } }, await code.enrich(raw, limits)];
  if (same(expected, got)) return undefined;
  return { expected, got, anomaly: "wrong-value", timeline: drawing(raw, limits, expected, got) };
}

const instants = fc.integer({ min: -50_000, max: 50_000 }).map((ms) => Date.UTC(2025, 9, 14, 10) + ms);
const sensors = names.map((name) => name || "0");
const limitPairs = fc
  .record({ warning: fc.integer({ min: -40, max: 120 }), gap: fc.integer({ min: 2, max: 30 }) })
  .map(({ warning, gap }) => ({ warning, critical: warning + gap }));

/** Times that are none; each for another reason. */
const noTimes = [
  "2025-10-14T10:00:00.000",
  "2025-10-14 10:00:00",
  "2025-02-30T10:00:00.000Z",
  "2025-02-29T10:00:00.000Z",
  "2025-13-01T10:00:00.000Z",
  "2025-10-14T25:00:00.000Z",
  "yesterday",
  "1",
  "",
  1_760_436_000_000,
  null,
  true,
  [],
];

/** What one field is replaced by; `undefined`: it is left out. */
const spoils: readonly (readonly [keyof SensorReading, unknown])[] = [
  ...["", null, 0, 7, true, ["pump"], {}, undefined].map((value) => ["sensor_id", value] as const),
  ...["", "81", "hot", null, true, false, [81], {}, NaN, Infinity, -Infinity, undefined].map(
    (value) => ["temperature", value] as const,
  ),
  ...[...noTimes, undefined].map((value) => ["timestamp", value] as const),
];

/** A tenth of a degree beside the limits, as sensors send them, and nothing else. */
const stream: readonly unknown[] = [
  ...[80, 80.1, 95, 95.1, 0].map((temperature, at) => rawOf({ sensor_id: "pump", temperature, ts: at * 1_000 })),
  null,
  { sensor_id: "", temperature: 70, timestamp: "2025-10-14T10:00:00.000Z" },
  { sensor_id: "pump", temperature: "70", timestamp: "2025-10-14T10:00:00.000Z" },
  { sensor_id: "pump", temperature: 70, timestamp: "2025-02-30T10:00:00.000Z" },
  { sensor_id: "pump", temperature: 70 },
  [],
  rawOf({ sensor_id: "gearbox", temperature: -3, ts: 9_000 }),
];

const line = ({ sensor_id, temperature, timestamp, status }: EnrichedReading): string =>
  `${sensor_id} at ${timestamp} is ${temperature}, ${status}`;

/** The library's own run of the same values. */
function libraryLines(): string[] {
  const { results, dead } = run(
    pipeline("enriching")
      .from("sensor-readings", SensorReading)
      .eventTime("timestamp", { outOfOrderness: seconds(60) })
      .map((reading) => enrichReading(reading))
      .to("enriched-readings"),
    stream.map((value) => record("sensor-readings", value)),
  );
  return [
    ...results.map(({ row }) => line(row as unknown as EnrichedReading)),
    ...dead.map(({ reason }) => `dead for ${reason}`),
  ];
}

export default grader({
  title: "a typed reading, or a dead one",
  whenThrown: "stalled",
  exports: { enrich: "function" },
  properties: {
    statuses: property({
      says: "Between the limits is a warning, above both critical, below both normal, whatever the limits are.",
      given: fc
        .record({ limits: limitPairs, where: fc.nat(2), far: fc.integer({ min: 1, max: 50 }) })
        .map(({ limits, where, far }) => ({
          limits,
          temperature: [limits.warning - far, limits.warning + 1, limits.critical + far][where]!,
        })),
      check: (code, { limits, temperature }) => status(code, { sensor_id: "pump", temperature, ts: 0 }, limits),
    }),
    atLimit: property({
      says: "A reading exactly at a limit has not passed it; a tenth above, it has.",
      given: fc.record({
        limits: limitPairs,
        which: fc.constantFrom("warning", "critical"),
        beside: fc.constantFrom(-0.1, 0, 0.1),
      }),
      cover: {
        "at the warning limit": [0.1, ({ which, beside }) => which === "warning" && beside === 0],
        "at the critical limit": [0.1, ({ which, beside }) => which === "critical" && beside === 0],
      },
      check: (code, { limits, which, beside }) =>
        status(code, { sensor_id: "pump", temperature: limits[which] + beside, ts: 0 }, limits),
    }),
    taken: property({
      says: "Every good reading comes out with its three fields and its status, its time in milliseconds, and no other field.",
      given: fc.record({
        drawn: fc.record({
          sensor_id: sensors,
          temperature: fc.oneof(
            fc.constant(0),
            fc.integer({ min: -400, max: 1_200 }).map((tenths) => tenths / 10),
          ),
          ts: instants,
        }),
        limits: limitPairs,
        more: fc.constantFrom({}, { unit: "C" }, { status: "broken", note: null }),
      }),
      cover: {
        "a temperature of 0": [0.2, ({ drawn }) => drawn.temperature === 0],
        "another field": [0.3, ({ more }) => "unit" in more || "note" in more],
      },
      async check(code, { drawn, limits, more }) {
        const raw = { ...rawOf(drawn), ...more };
        const [expected, got] = [rightOf(drawn, limits), await code.enrich(raw, limits)];
        if (same(expected, got)) return undefined;
        const anomaly = "dead" in got ? "lost" : "wrong-value";
        return { expected, got, anomaly, timeline: drawing(raw, limits, expected, got) };
      },
    }),
    spoiled: property({
      says: "A reading with one field missing or wrong is dead, and counts as no status: the reason is invalid.",
      given: fc.record({ spoil: fc.nat(spoils.length - 1), temperature: fc.integer({ min: 60, max: 100 }) }),
      runs: 400,
      cover: {
        "the sensor": [0.1, ({ spoil }) => spoils[spoil]?.[0] === "sensor_id"],
        "the temperature": [0.2, ({ spoil }) => spoils[spoil]?.[0] === "temperature"],
        "the time": [0.2, ({ spoil }) => spoils[spoil]?.[0] === "timestamp"],
      },
      check(code, { spoil, temperature }) {
        const [field, value] = spoils[spoil]!;
        const { [field]: _, ...others } = rawOf({ sensor_id: "pump", temperature, ts: Date.UTC(2025, 9, 14, 10) });
        return dead(code, value === undefined ? others : { ...others, [field]: value }, "invalid");
      },
    }),
    anyValue: property({
      says: "A value that is no object at all is dead and stops nothing: null for the reason null-value, the rest as invalid.",
      given: fc.oneof(
        { withCrossShrink: true },
        { weight: 1, arbitrary: fc.constant(null) },
        { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
        { weight: 2, arbitrary: fc.constantFrom("", "reading", 0, 81, true, false, [], [null], {}) },
      ),
      cover: { null: [0.1, (raw) => raw === null], "a list": [0.05, (raw) => Array.isArray(raw)] },
      check: (code, raw) => dead(code, raw, raw === null ? "null-value" : "invalid"),
    }),
  },
  examples: [
    example({
      says: "The lesson's limits: 95.1 degrees in the gearbox are critical.",
      check: (code) =>
        status(
          code,
          { sensor_id: "gearbox", temperature: 95.1, ts: Date.UTC(2025, 9, 14, 10) },
          { warning: 80, critical: 95 },
        ),
    }),
  ],
  integration: integrationByHand(["enrich"], ({ enrich }) => ({
    stream: [stream],
    start: () => (_, raw) => {
      const got = enrich(raw, { warning: 80, critical: 95 });
      return ["ok" in got ? line(got.ok) : `dead for ${got.dead.reason}`];
    },
    expected: libraryLines,
  })),
  hints: {
    general: [
      "What has to be true of a value before you may read a field of it, and before you may believe the field?",
      "First null, then each field in turn: text that is not empty, finite number, time. What fails is dead. Only then the status.",
      'if (raw === null) …; const { sensor_id, temperature, timestamp } = raw as Record<string, unknown>; if (typeof sensor_id !== "string" || …) return { dead: { reason: "invalid" } };',
    ],
    statuses: [
      "A reading above the critical limit is above the warning limit too. Which do you ask first?",
      "Ask for the higher limit first, and take both from the argument.",
      't > limits.critical ? "critical" : t > limits.warning ? "warning" : "normal"',
    ],
    atLimit: [
      "Has a reading of exactly 80 passed a limit of 80?",
      "It has not: above means larger. And 80.1 has, so nothing is rounded.",
      "Compare with > in both places.",
    ],
    taken: [
      "Which fields does your answer have, and which of them are still as they stood in the record?",
      "Build the answer from the four fields. 0 degrees is a temperature; the time becomes a number.",
      "return { ok: { sensor_id, temperature, timestamp: Date.parse(timestamp), status } }",
    ],
    spoiled: [
      "Look at the field that is wrong here. Which question would have found it?",
      "NaN and Infinity are numbers too; an empty text is no sensor; and Date.parse takes local times, and 30 February.",
      'Number.isFinite(temperature); sensor_id !== ""; new Date(Date.parse(timestamp)).toISOString() === timestamp, after a check for NaN',
    ],
    anyValue: [
      "What happens when you read a field of null?",
      "It throws, and a worker that throws at a record never gets past it. null has its own reason.",
      'if (raw === null) return { dead: { reason: "null-value" } }; the fields of 5 or "x" are merely undefined.',
    ],
  },
});
