import fc from "fast-check";
import type { Aggregates, EmitSpec, JoinKind, WindowSpec } from "../../src/core/plan.js";
import type { WindowJob } from "../laws/model/fixed-windows.js";
import type { JoinArrival, Side } from "../laws/model/join-outcome.js";
import type { Arrival, Key } from "../laws/model/outcome.js";
import type { StreamJoinJob } from "../laws/model/stream-stream.js";

/** Event times close enough together to collide, on both sides of zero. */
export const narrowTime: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: -12, max: 12 }),
);

/** Few keys, among them those that break careless objects and careless sorting. */
export const awkwardKey: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constant("a") },
  { weight: 2, arbitrary: fc.constant("b") },
  { weight: 2, arbitrary: fc.constantFrom("__proto__", "constructor", "", "10", "9", "é") },
);

/** Numbers whose sum depends on the order of a careless addition. */
export const awkwardNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(0.1, 0.2, 0.3, 1e16, -1e16, 1e-9, 2 ** 53, 1e100, -1e100) },
);

/** Doubles of sizes so different that three of them defeat a compensated sum. */
export const wideNumber: fc.Arbitrary<number> = fc.constantFrom(1e100, -1e100, 1e16, -1e16, 1, -1, 0.1, 3, 1e-9);

/** Lengths of windows, gaps, delays and lateness, small enough that everything meets. */
export const shortDuration: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 13, max: 60 }) },
);
const shortOrNone: fc.Arbitrary<number> = fc.oneof(fc.constant(0), shortDuration);

export const tumblingWindow: fc.Arbitrary<WindowSpec & { kind: "tumbling" }> = fc.record({
  kind: fc.constant("tumbling" as const),
  sizeMs: shortDuration,
  offsetMs: shortOrNone,
});

export const hoppingWindow: fc.Arbitrary<WindowSpec & { kind: "hopping" }> = fc
  .tuple(shortDuration, shortDuration, shortOrNone)
  .map(([a, b, offsetMs]) => ({ kind: "hopping", sizeMs: Math.max(a, b), hopMs: Math.min(a, b), offsetMs }));

export const slidingWindow: fc.Arbitrary<WindowSpec & { kind: "sliding" }> = fc.record({
  kind: fc.constant("sliding" as const),
  differenceMs: shortDuration,
});

export const sessionWindow: fc.Arbitrary<WindowSpec & { kind: "session" }> = fc.record({
  kind: fc.constant("session" as const),
  gapMs: shortDuration,
});

export const anyWindow: fc.Arbitrary<WindowSpec> = fc.oneof(
  tumblingWindow,
  hoppingWindow,
  slidingWindow,
  sessionWindow,
);

/** Final and updates: what can be compared step by step with no trigger of its own. */
export const plainEmit: fc.Arbitrary<EmitSpec> = fc.constantFrom({ kind: "final" }, { kind: "updates" });

/** Enough to see which events a result is made of, and that a sum is exact. */
export const someAggregates: Aggregates = {
  total: { kind: "sum", field: "value" },
  n: { kind: "count" },
  all: { kind: "collect", field: "id" },
};

export const everyAggregate: Aggregates = {
  n: { kind: "count" },
  total: { kind: "sum", field: "value" },
  low: { kind: "min", field: "value" },
  high: { kind: "max", field: "value" },
  average: { kind: "mean", field: "value" },
  earliest: { kind: "first", field: "id" },
  latest: { kind: "last", field: "id" },
  all: { kind: "collect", field: "id" },
  best: { kind: "topK", field: "value", k: 2 },
  kinds: { kind: "countDistinct", field: "value" },
};

export const windowJob = (
  window: fc.Arbitrary<WindowSpec>,
  emit: fc.Arbitrary<EmitSpec> = plainEmit,
): fc.Arbitrary<WindowJob> =>
  fc.record({
    window,
    emit,
    latenessMs: shortOrNone,
    delayMs: shortOrNone,
    lanes: fc.integer({ min: 1, max: 3 }),
    aggregates: fc.oneof(
      { weight: 3, arbitrary: fc.constant(someAggregates) },
      { weight: 1, arbitrary: fc.constant(everyAggregate) },
    ),
    keyField: fc.constant("key"),
  });

/** What the next event's time may fall on: the times drawn so far, and its own lane's watermark before it. */
export interface History {
  readonly times: readonly number[];
  readonly watermark: number;
}
/** The boundaries that matter after this history. */
export type Boundaries = (history: History) => readonly number[];

interface Draw {
  readonly lane: number;
  readonly key: Key;
  readonly value: number;
  readonly at: number;
  /** `null`: `at` as drawn; else this boundary, moved by `nudge`. */
  readonly boundary: number | null;
  readonly nudge: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  lane: fc.nat({ max: 11 }),
  key: awkwardKey,
  value: awkwardNumber,
  at: narrowTime,
  boundary: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 1000 }) }),
  nudge: fc.constantFrom(0, 0, -1, 1),
});

export interface StreamShape {
  readonly lanes: number;
  readonly delayMs: number;
  readonly boundaries: Boundaries;
  /** As in Kafka, where the key decides the partition. Otherwise each event has a lane of its own choice. */
  readonly keyDecidesLane: boolean;
  readonly maxLength: number;
}

/** Events in their order of arrival, a third of them on (or one beside) a boundary. Ids are unique and tell the order. */
export function arrivals(shape: StreamShape): fc.Arbitrary<Arrival[]> {
  return fc.array(draw, { maxLength: shape.maxLength, size: "max" }).map((draws) => resolve(draws, shape));
}

function resolve(draws: readonly Draw[], shape: Omit<StreamShape, "maxLength">): Arrival[] {
  const largest = new Map<number, number>();
  const times: number[] = [];
  return draws.map(({ lane: drawnLane, key, value, at, boundary, nudge }, index) => {
    const lane = (shape.keyDecidesLane ? keyNumber(key) : drawnLane) % shape.lanes;
    const watermark = (largest.get(lane) ?? -Infinity) - shape.delayMs;
    const ts = boundary === null ? at : (onBoundary(shape.boundaries({ times, watermark }), boundary, nudge) ?? at);
    largest.set(lane, Math.max(ts, largest.get(lane) ?? -Infinity));
    times.push(ts);
    return { lane, key, ts, row: { id: `e${index}`, key, at: ts, value } };
  });
}

function onBoundary(boundaries: readonly number[], choice: number, nudge: number): number | null {
  const finite = boundaries.filter(Number.isFinite);
  return finite.length === 0 ? null : finite[choice % finite.length]! + nudge;
}

/** Stands in for the hash of a partitioner. */
export const keyNumber = (key: Key): number =>
  [...String(key)].reduce((sum, character) => sum + character.codePointAt(0)!, 0);

/** Window edges, the watermark, the watermark less lateness, and what lies just inside and outside a window of them. */
export function windowBoundaries({ window, latenessMs }: Pick<WindowJob, "window" | "latenessMs">): Boundaries {
  return ({ times, watermark }) => {
    const horizons = [watermark, watermark - latenessMs];
    const recent = times.slice(-3);
    switch (window.kind) {
      case "tumbling":
      case "hopping": {
        const step = window.kind === "hopping" ? window.hopMs : window.sizeMs;
        const edges = [...recent, ...horizons].map(
          (t) => Math.floor((t - window.offsetMs) / step) * step + window.offsetMs,
        );
        return [
          ...horizons,
          ...edges,
          ...edges.map((edge) => edge + window.sizeMs),
          ...edges.map((edge) => edge - window.sizeMs),
        ];
      }
      case "sliding":
        return [
          ...horizons,
          ...[...recent, ...horizons].flatMap((t) => [t - window.differenceMs, t + window.differenceMs]),
        ];
      case "session":
        return [...horizons, ...[...recent, ...horizons].flatMap((t) => [t - window.gapMs, t + window.gapMs])];
    }
  };
}

/** Arrivals for a windowed job. */
export const arrivalsFor = (job: WindowJob, options: Partial<StreamShape> = {}): fc.Arbitrary<Arrival[]> =>
  arrivals({
    lanes: job.lanes,
    delayMs: job.delayMs,
    boundaries: windowBoundaries(job),
    keyDecidesLane: false,
    maxLength: 18,
    ...options,
  });

/** A job together with a stream for it. */
export const jobAndArrivals = (
  job: fc.Arbitrary<WindowJob>,
  options: Partial<StreamShape> = {},
): fc.Arbitrary<[WindowJob, Arrival[]]> =>
  job.chain((drawn) => fc.tuple(fc.constant(drawn), arrivalsFor(drawn, options)));

/** The same, where partitions fall idle now and then, one or several at once. */
export const withIdleness = (inputs: fc.Arbitrary<[WindowJob, Arrival[]]>): fc.Arbitrary<[WindowJob, Arrival[]]> =>
  fc
    .tuple(inputs, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }))
    .map(([[job, events], idle]) => [
      job,
      events.map((event, index) => ({
        ...event,
        idleBefore: idle.filter(([at]) => at % events.length === index).map(([, lane]) => lane % job.lanes),
      })),
    ]);

export interface JoinShape {
  readonly lanes: number;
  readonly delayMs: number;
  readonly latenessMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** Rows of two inputs, those of a key in any lane: collisions with the bounds of earlier rows, some without a key, some (where asked) tombstones. */
export function joinArrivals(
  shape: JoinShape,
  options: { readonly tombstones: "none" | "both" | Side; readonly nullKeys: boolean; readonly maxLength?: number },
): fc.Arbitrary<JoinArrival[]> {
  const { beforeMs, afterMs, latenessMs } = shape;
  const boundaries: Boundaries = ({ times, watermark }) => [
    watermark,
    watermark - latenessMs,
    watermark - latenessMs - afterMs,
    watermark - latenessMs - beforeMs,
    ...times.slice(-4).flatMap((t) => [t, t - beforeMs, t + afterMs, t - afterMs, t + beforeMs]),
  ];
  const extras = fc.record({
    side: fc.constantFrom<Side>("left", "right"),
    empty: fc.nat({ max: 5 }),
    keyless: fc.nat({ max: 9 }),
  });
  const stream = { lanes: shape.lanes, delayMs: shape.delayMs, boundaries, keyDecidesLane: false };
  return fc.array(fc.tuple(draw, extras), { maxLength: options.maxLength ?? 18, size: "max" }).map((draws) => {
    const events = resolve(
      draws.map(([drawn]) => drawn),
      stream,
    );
    return events.map((event, index) => {
      const { side, empty, keyless } = draws[index]![1];
      const isTombstone = empty === 0 && (options.tombstones === "both" || options.tombstones === side);
      const key = options.nullKeys && keyless === 0 && !isTombstone ? null : event.key;
      return { ...event, side, key, row: isTombstone ? null : { ...event.row, key } };
    });
  });
}

/** A stream–stream join that selects the ids of both sides. */
export const joinJob: fc.Arbitrary<StreamJoinJob> = fc.record({
  kind: fc.constantFrom<JoinKind>("inner", "left", "outer"),
  beforeMs: shortOrNone,
  afterMs: shortOrNone,
  latenessMs: shortOrNone,
  delayMs: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: shortDuration }),
  lanes: fc.integer({ min: 1, max: 3 }),
  select: fc.constant({ left: { side: "left", field: "id" }, right: { side: "right", field: "id" } } as const),
});

/** Events some of which share an id: sent again with the same time or (a third) a later one, half of them in another lane. */
export const arrivalsWithCopies = (lanes: number, delayMs: number, horizonMs: number): fc.Arbitrary<Arrival[]> => {
  const boundaries: Boundaries = ({ times, watermark }) => [
    watermark,
    watermark - horizonMs,
    ...times.slice(-3).flatMap((t) => [t, t + horizonMs]),
  ];
  const originals = arrivals({ lanes, delayMs, boundaries, keyDecidesLane: false, maxLength: 16 });
  const copies = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 5 }), shortDuration), { maxLength: 10 });
  return fc.tuple(originals, copies).map(([events, again]) => {
    if (events.length === 0) return [];
    const all = [...events];
    for (const [which, where, moved, by] of again) {
      const original = events[which % events.length]!;
      const ts = moved < 2 ? original.ts + by : original.ts;
      const lane = moved % 2 === 0 ? (original.lane + 1) % lanes : original.lane;
      all.splice(where % (all.length + 1), 0, { ...original, lane, ts, row: { ...original.row, at: ts } });
    }
    return all;
  });
};
