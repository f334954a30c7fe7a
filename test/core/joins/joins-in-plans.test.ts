import fc from "fast-check";
import {
  count,
  engine,
  type InputRecord,
  left,
  max,
  millis,
  type Pipeline,
  pipeline,
  type Result,
  record,
  right,
  run,
  staticTable,
  sum,
  topK,
  tumbling,
} from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Event = z.object({ at: z.number(), k: z.string().nullable(), v: z.number() });
const Row = z.object({ id: z.string(), at: z.number(), k: z.string().nullable(), v: z.number() });

const start = pipeline("joins");
const outOfOrderness = millis(2);
const events = (topic: string) => start.from(topic, Event).eventTime("at", { outOfOrderness }).keyBy("k");
const table = (topic: string) => start.table(topic, Row, { key: "id" });
const versions = (topic: string) => start.table(topic, Row, { key: "id", eventTime: { field: "at", outOfOrderness } });
const both = { l: left("v"), r: right("v") };

const prices = staticTable("prices", "k", [
  { k: "a", price: 0 },
  { k: "__proto__", price: 2 },
]);

const plans: { readonly [name: string]: Pipeline } = {
  "look-up": start
    .from("l", Event)
    .eventTime("at", { outOfOrderness })
    .lookup(prices, { on: "k", as: "price" })
    .to("out"),
  "stream–stream inner": events("l")
    .join(events("r"), { before: millis(3), after: millis(2) })
    .select(both)
    .to("out"),
  "stream–stream left": events("l")
    .join(events("r"), { before: millis(3), after: millis(2), kind: "left", lateness: millis(2) })
    .select(both)
    .to("out"),
  "stream–stream outer, counted": events("l")
    .join(events("r"), { before: millis(0), after: millis(5), kind: "outer" })
    .select({ ...both, k: left("k") })
    .keyBy("k")
    .window(tumbling(millis(5)))
    .aggregate({ pairs: count() })
    .to("out"),
  "self-join": events("l")
    .join(events("l"), { before: millis(2), after: millis(0) })
    .select(both)
    .to("out"),
  "stream–table": events("l").joinTable(table("r"), { kind: "left" }).select(both).to("out"),
  "as of": events("l")
    .joinAsOf(versions("r"), { kind: "left", lateness: millis(1) })
    .select(both)
    .to("out"),
  "as of, inner": events("l").joinAsOf(versions("r")).select(both).to("out"),
  "table–table": table("l").join(table("r"), { kind: "outer" }).select(both).to("out"),
  "foreign key": table("l").joinForeignKey(table("r"), { on: "k", kind: "left" }).select(both).to("out"),
  groups: table("l")
    .groupBy("k")
    .aggregate({ n: count(), high: max("v"), top: topK("v", 2) })
    .to("out"),
  "running aggregate": events("l")
    .aggregate({ n: count(), total: sum("v") })
    .to("out"),
};

interface Draw {
  readonly topic: "l" | "r";
  readonly id: string;
  readonly k: string | null;
  readonly at: number;
  readonly v: number;
  readonly isTombstone: boolean;
  readonly partition: number;
}
const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({
    topic: fc.constantFrom("l" as const, "r" as const),
    id: fc.constantFrom("a", "b", "__proto__"),
    k: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("a", "b", "__proto__") },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    at: fc.integer({ min: 0, max: 20 }),
    v: fc.constantFrom(0, 1, 2, 0.1),
    isTombstone: fc.nat(4).map((n) => n === 0),
    partition: fc.constant(0),
  }),
  { maxLength: 40, size: "max" },
);

const topicsOf = ({ plan }: Pipeline): readonly string[] =>
  plan.nodes.flatMap((node) => (node.op === "stream" || node.op === "table" ? [node.topic] : []));
const inputs = (plan: Pipeline, list: readonly Draw[]): InputRecord[] =>
  list
    .filter(({ topic }) => topicsOf(plan).includes(topic))
    .map(({ topic, id, k, at, v, isTombstone, partition }, i) =>
      record(topic, isTombstone ? null : { id, k, at: at + Math.floor(i / 2), v }, {
        key: id,
        timestamp: at + Math.floor(i / 2),
        partition,
      }),
    );

describe.each(Object.entries(plans))("%s", (_name, plan) => {
  it("gives each input one fate at each node", () => {
    fc.assert(
      fc.property(draws, (list) => {
        const { counters } = run(plan, inputs(plan, list));
        for (const { in: all, result, late, dead, duplicate, unmatched, filtered, open } of Object.values(counters)) {
          expect(result + late + dead + duplicate + unmatched + filtered + open).toBe(all);
        }
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  it("continues from a snapshot, and from a folded changelog, as if never stopped", () => {
    fc.assert(
      fc.property(draws, fc.nat(39), (list, cut) => {
        const records = inputs(plan, list);
        const out: { results: Result[]; from: number } = { results: [], from: 0 };
        const started = (results: Result[]) =>
          engine(plan, { changelog: true, sink: { result: (result) => void results.push(result) } });
        const whole = started(out.results);
        const changelog = new Map<string, readonly [string, string, unknown]>();
        records.forEach((input, i) => {
          if (i === cut) out.from = out.results.length;
          whole.push(input);
          if (i < cut) for (const entry of whole.takeChanges()) changelog.set(JSON.stringify(entry.slice(0, 2)), entry);
        });
        const before = started([]);
        for (const input of records.slice(0, cut)) before.push(input);
        const saved = JSON.parse(JSON.stringify(before.snapshot()));
        const folded = JSON.parse(JSON.stringify([...changelog.values()].filter((entry) => entry[2] !== null)));
        const resumed: Result[][] = [[], []];
        const engines = resumed.map(started);
        engines[0]!.restore(saved);
        engines[1]!.load(folded.reverse());
        if (records.length >= cut) {
          expect(engines[0]!.snapshot()).toEqual(saved);
          expect(engines[1]!.snapshot()).toEqual(saved);
        }
        for (const again of engines) for (const input of records.slice(cut)) again.push(input);
        for (const each of [whole, ...engines]) each.finish();
        const rest = records.length <= cut ? resumed[0] : out.results.slice(out.from);
        for (const results of resumed) expect(JSON.stringify(results)).toBe(JSON.stringify(rest));
        for (const each of engines) expect(JSON.stringify(each.snapshot())).toBe(JSON.stringify(whole.snapshot()));
      }),
      { seed: 42, numRuns: 120 },
    );
  });
});

describe("a table used twice", () => {
  const rows = (plan: Pipeline, writes: readonly (readonly [topic: string, v: number | null])[]) =>
    run(
      plan,
      writes.map(([topic, v], i) =>
        record(topic, v === null ? null : { id: "x", k: "x", at: i, v }, { key: "x", timestamp: i }),
      ),
    ).results.map(({ row, ts }) => [row, ts]);

  it("shows no state in between when it is joined with itself", () => {
    const plan = table("l").join(table("l")).select(both).to("out");
    expect(
      rows(plan, [
        ["l", 1],
        ["l", 2],
        ["l", 2],
        ["l", null],
      ]),
    ).toEqual([
      [{ l: 1, r: 1 }, 0],
      [{ l: 2, r: 2 }, 1],
      [null, 3],
    ]);
  });

  it("gives one result where two joins that it feeds meet again", () => {
    const shared = table("l");
    const one = shared.join(table("r"), { kind: "left" }).select({ v: left("v"), r: right("v") });
    const other = shared.join(table("s"), { kind: "left" }).select({ v: left("v"), s: right("v") });
    const plan = one
      .join(other)
      .select({ a: left("v"), b: right("v"), r: left("r"), s: right("s") })
      .to("out");
    expect(
      rows(plan, [
        ["l", 1],
        ["r", 5],
        ["l", 2],
        ["s", 7],
        ["l", null],
      ]),
    ).toEqual([
      [{ a: 1, b: 1, r: null, s: null }, 0],
      [{ a: 1, b: 1, r: 5, s: null }, 1],
      [{ a: 2, b: 2, r: 5, s: null }, 2],
      [{ a: 2, b: 2, r: 5, s: 7 }, 3],
      [null, 4],
    ]);
  });

  it("is chained in inner joins and deletes when one of its rows goes", () => {
    const right1 = table("r");
    const plan = table("l")
      .join(right1)
      .select(both)
      .join(right1)
      .select({ l: left("l"), r: left("r"), again: right("v") })
      .to("out");
    expect(
      rows(plan, [
        ["l", 1],
        ["r", 2],
        ["r", 3],
        ["r", null],
        ["r", 4],
      ]),
    ).toEqual([
      [{ l: 1, r: 2, again: 2 }, 1],
      [{ l: 1, r: 3, again: 3 }, 2],
      [null, 3],
      [{ l: 1, r: 4, again: 4 }, 4],
    ]);
  });

  it("has taken an event's own effect when the event is joined with it", () => {
    const source = events("l");
    const counts = source.aggregate({ n: count() });
    const plan = source
      .joinTable(counts)
      .select({ v: left("v"), n: right("n") })
      .to("out");
    const out = run(
      plan,
      [1, 2, 3].map((v) => record("l", { at: v, k: "x", v })),
    );
    expect(out.results.map(({ row }) => row)).toEqual([
      { v: 1, n: 1 },
      { v: 2, n: 2 },
      { v: 3, n: 3 },
    ]);
  });
});

describe("a table whose keys are numbers", () => {
  it("is deleted from by a record whose key is the number's text", () => {
    const Numbered = z.object({ id: z.number(), v: z.number() });
    const plan = start
      .table("l", Numbered, { key: "id" })
      .join(start.table("r", Numbered, { key: "id" }), { kind: "left" })
      .select(both)
      .to("out");
    const { results } = run(plan, [
      record("l", { id: 10, v: 1 }, { key: "10", timestamp: 1 }),
      record("r", { id: 10, v: 2 }, { key: "10", timestamp: 2 }),
      record("r", null, { key: "10", timestamp: 3 }),
      record("l", null, { key: "10", timestamp: 4 }),
    ]);
    expect(results.map(({ key, row, ts }) => [key, row, ts])).toEqual([
      [10, { l: 1, r: null }, 1],
      [10, { l: 1, r: 2 }, 2],
      [10, { l: 1, r: null }, 3],
      [10, null, 4],
    ]);
  });
});
