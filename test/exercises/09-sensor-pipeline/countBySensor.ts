import { count, pipeline, run, SensorReading, seconds } from "tidemark";
import {
  type Anomaly,
  type Code,
  crowd,
  exercise,
  type Finding,
  fc,
  growth,
  growthSteps,
  list,
  same,
  scan,
  show,
} from "tidemark/grading";
import { integrationByHand } from "../_by-hand.js";

interface Change {
  readonly key: string;
  readonly value: string | null;
}

type Outcome = { readonly ok: { readonly sensor_id: string } } | { readonly dead: { readonly reason: string } };

export interface Contract {
  readonly empty: unknown;
  countBySensor(state: unknown, outcome: Outcome): { state: unknown; changelog: Change[] };
  restore(changelog: readonly Change[]): unknown;
}

const { grader, property, example } = exercise<Contract>();

/** A record by its sensor; `null` is a dead one. */
type Spoken = string | null;

const outcomeOf = (sensor: Spoken, at = 0): Outcome =>
  sensor === null
    ? { dead: { reason: "invalid" } }
    : { ok: { sensor_id: sensor, ...{ temperature: 70 + at, timestamp: at * 1_000, status: "normal" } } };

/** By definition: of each step, how often its sensor has spoken up to then, and what it had before. */
function changesOf(spoken: readonly Spoken[], before: ReadonlyMap<string, number> = new Map()): Change[][] {
  return spoken.map((sensor, at) => {
    if (sensor === null) return [];
    const times = spoken.slice(0, at + 1).filter((other) => other === sensor).length;
    return [{ key: sensor, value: `${times + (before.get(sensor) ?? 0)}` }];
  });
}

const inWords = (changes: readonly Change[] | undefined): string =>
  Array.isArray(changes)
    ? changes.map((one) => `${show(one?.key)}: ${show(one?.value)}`).join(", ") || "-"
    : show(changes);

/** The steps up to the first that is wrong, or nothing. */
async function steps(
  code: Code<Contract>,
  spoken: readonly Spoken[],
  anomaly: Anomaly | ((right: readonly Change[], got: readonly Change[]) => Anomaly),
  options: {
    readonly when?: (right: readonly Change[], got: readonly Change[]) => boolean;
    readonly from?: readonly Change[];
    readonly before?: ReadonlyMap<string, number>;
    readonly viaJson?: readonly number[];
  } = {},
): Promise<Finding | undefined> {
  const { outputs } = await scan<{ changelog: readonly Change[] }>(code, "countBySensor", {
    state: options.from === undefined ? await code.empty : await code.restore(options.from),
    steps: spoken.map((sensor, at) => [outcomeOf(sensor, at)]),
    field: "state",
    viaJson: options.viaJson ?? [],
  });
  const expected = changesOf(spoken, options.before);
  const got = outputs.map((output) => output?.changelog);
  const wrong = expected.findIndex((right, at) => {
    const changes = Array.isArray(got[at]) ? got[at] : [];
    return options.when === undefined ? !same(right, got[at]) : options.when(right, changes);
  });
  if (wrong < 0) return undefined;
  const first = Math.max(0, wrong - 3);
  const rows = spoken.slice(first, wrong + 1).map((sensor, index) => ({
    step: first + index + 1,
    arrives: sensor === null ? "dead" : show(sensor),
    changelog: inWords(got[first + index]),
    right: inWords(expected[first + index]),
    wrong: first + index === wrong,
  }));
  const restored = options.from?.slice(-2).map(({ key, value }) => ({
    arrives: "(restored)",
    changelog: `${show(key)}: ${show(value)}`,
    wrong: false,
  }));
  return {
    expected: expected[wrong],
    got: got[wrong],
    anomaly: typeof anomaly === "string" ? anomaly : anomaly(expected[wrong]!, got[wrong] ?? []),
    timeline: [...(restored ?? []), ...rows],
  };
}

const sensors: fc.Arbitrary<string> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constantFrom("pump", "gearbox") },
  { weight: 2, arbitrary: fc.constantFrom("Pump", "__proto__", "constructor", "toString", "é", "e\u0301", "1", "01") },
);
const readings = list(sensors, 1, 12);
const several = (spoken: readonly Spoken[]): boolean => new Set(spoken).size > 1;
const repeated = (spoken: readonly Spoken[]): boolean => new Set(spoken).size < spoken.length;

/** A table with its changelog as compaction leaves it, and whoever speaks afterwards. */
const restarts = fc
  .record({
    table: fc.uniqueArray(fc.tuple(sensors, fc.integer({ min: 2, max: 300 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([sensor]) => sensor,
    }),
    more: list(sensors, 0, 4),
  })
  .map(({ table, more }) => ({
    table: new Map(table),
    compacted: table.map(([key, value]): Change => ({ key, value: `${value}` })),
    spoken: [...table.map(([sensor]) => sensor), ...more],
  }));

const restartedAtOne: (otherwise: Anomaly) => (right: readonly Change[], got: readonly Change[]) => Anomaly =
  (otherwise) => (_, got) =>
    got[0]?.value === "1" ? "lost" : otherwise;

/** In two partitions; the sensor is the key, so each speaks in one of them. */
const partitions: readonly (readonly Spoken[])[] = [
  ["pump", "gearbox", "pump", null, "pump", "constructor"],
  ["port", null, "port", "starboard", "port", "constructor-2"],
];

const tell = ({ key, value }: Change): string => `${key} has ${value}`;

/** The library's own table of the same readings. */
function libraryChanges(): string[] {
  const rows = partitions
    .flat()
    .flatMap((sensor) =>
      sensor === null ? [] : [{ sensor_id: sensor, temperature: 70, timestamp: "2025-10-14T10:00:00.000Z" }],
    );
  const { results } = run(
    pipeline("counting")
      .from("sensor-readings", SensorReading)
      .eventTime("timestamp", { outOfOrderness: seconds(5) })
      .keyBy("sensor_id")
      .aggregate({ readings: count() })
      .to("readings-by-sensor"),
    rows,
  );
  return results.map(({ key, row }) => tell({ key: String(key), value: `${row?.readings}` }));
}

export default grader({
  title: "a table of counts, and the changelog that restores it",
  whenThrown: "stalled",
  exports: { empty: "value", countBySensor: "function", restore: "function" },
  properties: {
    written: property({
      says: "Every reading writes one change, and no more than one.",
      given: readings,
      cover: { "several sensors": [0.5, several], "a sensor that spoke before": [0.5, repeated] },
      check: (code, spoken) =>
        steps(code, spoken, (_, got) => (got.length === 0 ? "lost" : "duplicated"), {
          when: (right, got) => got.length !== right.length,
        }),
    }),
    newCount: property({
      says: "The change holds the sensor and its own count, with this reading in it.",
      given: readings,
      cover: { "several sensors": [0.5, several], "a sensor that spoke before": [0.5, repeated] },
      check: (code, spoken) => steps(code, spoken, "wrong-value"),
    }),
    dead: property({
      says: "A dead record writes nothing, and no count is another for it.",
      given: list(fc.oneof(fc.constant(null), sensors), 1, 12),
      cover: {
        "a dead record before a reading": [
          0.5,
          (spoken) => spoken.some((sensor, at) => sensor !== null && spoken.slice(0, at).includes(null)),
        ],
      },
      check: (code, spoken) => steps(code, spoken, "wrong-value"),
    }),
    viaJson: property({
      says: "The state survives JSON at any step.",
      given: fc.record({ spoken: list(sensors, 2, 12), at: list(fc.nat(11), 1, 4) }),
      whenThrown: "half-applied",
      check: (code, { spoken, at }) =>
        steps(code, spoken, "half-applied", { viaJson: [...new Set(at)].sort((a, b) => a - b) }),
    }),
    restored: property({
      says: "Restored from its changelog, of which compaction has left one change a sensor, every count goes on.",
      given: restarts,
      cover: { "several sensors": [0.5, ({ table }) => table.size > 1] },
      check: (code, { table, compacted, spoken }) =>
        steps(code, spoken, restartedAtOne("wrong-value"), { from: compacted, before: table }),
    }),
    lastWins: property({
      says: "Restored from its whole changelog, after any step, it goes on as if it had never stopped.",
      given: fc.record({ spoken: list(sensors, 1, 10), after: fc.nat(10), more: list(sensors, 0, 3) }),
      cover: { "a sensor that changed twice": [0.3, ({ spoken, after }) => repeated(spoken.slice(0, after))] },
      check(code, { spoken, after, more }) {
        const past = spoken.slice(0, after);
        const from = changesOf(past).flat();
        const before = new Map(from.map(({ key, value }) => [key, Number(value)]));
        return steps(code, [...new Set(past), ...more], "stale-read", { from, before });
      },
    }),
    deleted: property({
      says: "A sensor that a null has deleted begins again at 1, the others go on; written after that, it is there again.",
      given: fc.record({ restart: restarts, which: fc.nat(3), again: fc.constantFrom(null, 7) }),
      cover: { "it stays deleted": [0.3, ({ again }) => again === null] },
      check(code, { restart: { table, compacted, spoken }, which, again }) {
        const { key } = compacted[which % compacted.length]!;
        const written = again === null ? [] : [{ key, value: `${again}` }];
        const before = new Map(table).set(key, again ?? 0);
        return steps(code, spoken, "resurrected", { from: [...compacted, { key, value: null }, ...written], before });
      },
    }),
    manySensors: property({
      says: "There may be any number of sensors, in the state and in a changelog.",
      given: crowd(fc.constant(null)).map(({ length }) => length),
      runs: 20,
      async check(code, length) {
        const all = Array.from({ length }, (_, at) => `sensor-${at}`);
        const from = all.map((key) => ({ key, value: "5" }));
        const before = new Map(all.map((sensor) => [sensor, 5]));
        return (await steps(code, [...all, ...all], "lost")) ?? (await steps(code, all, "lost", { from, before }));
      },
    }),
    bounded: property({
      says: "The state grows with the number of sensors, not of readings.",
      given: fc.constant(400),
      runs: 1,
      async check(code, length) {
        const { sizes } = await scan(code, "countBySensor", {
          state: await code.empty,
          steps: Array.from({ length }, (_, at) => [outcomeOf(["pump", "gearbox", null][at % 3]!, at)]),
          field: "state",
          measure: growthSteps(length),
        });
        return growth(sizes, "records");
      },
    }),
  },
  examples: [
    example({
      says: "The pump, the gearbox, rubbish, the pump: its second change says 2.",
      check: (code) => steps(code, ["pump", "gearbox", null, "pump"], "wrong-value"),
    }),
  ],
  integration: integrationByHand<Contract, Spoken>(["countBySensor", "restore"], ({ countBySensor, restore }) => ({
    stream: partitions,
    // After each record the task moves to another machine, which has the changelog and nothing else.
    start() {
      const changelogs: Change[][] = partitions.map(() => []);
      return (partition, sensor) => {
        const own = changelogs[partition]!;
        const { changelog } = countBySensor(restore([...own]), outcomeOf(sensor));
        own.push(...changelog);
        return changelog.map(tell);
      };
    },
    expected: libraryChanges,
  })),
  hints: {
    general: [
      "What must be in the state to know the next count, and what in the changelog to build the state again?",
      "A count for each sensor; each change of it is one entry: the sensor and its new count. restore reads the entries from first to last.",
      "count = (the sensor's count ?? 0) + 1; return { state: with this count, changelog: [{ key: sensor_id, value: String(count) }] }",
    ],
    written: [
      "Which counts did this reading change, and what does the changelog say of them?",
      "One count has changed, so there is one entry: none is too few, the whole table is too many.",
      "changelog: [{ key: sensor_id, value: String(count) }]",
    ],
    newCount: [
      "Whose count is this, and was this reading counted in it?",
      "Each sensor has a count of its own; write it after you have raised it. Names are compared as they are, and a plain object has names of its own.",
      "A list of [sensor, count], or an object whose names have a prefix.",
    ],
    dead: [
      "Which sensor sent a record that nobody can read?",
      "Nobody knows. The state stays as it is, and the changelog is empty.",
      'if ("dead" in outcome) return { state, changelog: [] };',
    ],
    viaJson: [
      "What does JSON.stringify make of a Map or a Set?",
      "An empty object. Keep lists, plain objects, numbers and texts.",
      "Object.entries and Object.fromEntries, or a list of pairs",
    ],
    restored: [
      "What was the sensor's count in the changelog, and what did you make of it?",
      "Every entry is a count, as text: make a number of it before you add 1.",
      "for each { key, value }: put [key, Number(value)] in the state, in place of what was there",
    ],
    lastWins: [
      "A sensor has three entries, 1, 2 and 3. What is its count?",
      "The last one: each entry is a new count, and not a number to add.",
      "Replace what the state has under this key.",
    ],
    deleted: [
      "What does a null in a changelog say?",
      "The key is gone, whatever was said before it; what is said after it counts again.",
      "if (value === null) take the key out of the state",
    ],
    bounded: [
      "How many entries does your state have after a million readings of two sensors?",
      "Two are enough: a new count takes the place of the old one.",
      "Leave the sensor's old entry out before you add the new one.",
    ],
  },
});
