import {
  count,
  engine,
  type InputRecord,
  left,
  millis,
  type Pipeline,
  pipeline,
  type Result,
  record,
  run,
  tumbling,
} from "tidemark";
import { type PlanNode, validate } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** Names that a careless object takes for its own, as fields, aggregates, topics and keys. */
const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"] as const;

const eventTime = (field: string) => ({
  field,
  outOfOrdernessMs: 0,
  idleAfterMs: null,
  maxFutureMs: null,
  maxJumpMs: null,
  jumpConfirmations: null,
});
const plan = (nodes: readonly PlanNode[]): Pipeline => ({
  plan: { name: "names", nodes, late: null, dead: null },
  functions: {},
  schemas: {},
  tables: {},
});
const stream = (topic: string, at = "at"): PlanNode => ({
  id: topic,
  inputs: [],
  op: "stream",
  topic,
  key: null,
  eventTime: eventTime(at),
});
const table = (topic: string, key: string): PlanNode => ({
  id: topic,
  inputs: [],
  op: "table",
  topic,
  key,
  eventTime: null,
});
const keyBy = (id: string, input: string, field: string): PlanNode => ({ id, inputs: [input], op: "keyBy", field });
const sink = (input: string): PlanNode => ({ id: "to-out", inputs: [input], op: "sink", topic: "out" });

/** Runs with a snapshot, sent through JSON, between every two inputs: what comes out must be the same. */
function runStopped(pipeline: Pipeline, inputs: readonly InputRecord[]): Result[] {
  const results: Result[] = [];
  const start = () => engine(pipeline, { sink: { result: (result) => void results.push(result) } });
  let running = start();
  for (const input of inputs) {
    running.push(input);
    const snapshot = JSON.parse(JSON.stringify(running.snapshot()));
    running = start();
    running.restore(snapshot);
  }
  running.finish();
  return results;
}

function rows(pipeline: Pipeline, inputs: readonly InputRecord[]): unknown[] {
  const { results } = run(pipeline, inputs);
  expect(runStopped(pipeline, inputs)).toEqual(results);
  return results.map(({ row }) => row);
}

describe.each(names)("the name %s", (name) => {
  it("is a key, an aggregate and an event time like others", () => {
    const windows = plan([
      stream(name, name),
      keyBy("keyed", name, name),
      {
        id: "window",
        inputs: ["keyed"],
        op: "window",
        window: { kind: "tumbling", sizeMs: 10, offsetMs: 0 },
        latenessMs: 0,
        emit: { kind: "final" },
        aggregates: { toLocaleString: { kind: "sum", field: name } as const, all: { kind: "collect", field: "other" } },
      },
      sink("window"),
    ]);
    const got = rows(windows, [record(name, { [name]: 5, other: "a" }), record(name, { [name]: 5, other: name })]);
    expect(got).toEqual([{ [name]: 5, windowStart: 0, windowEnd: 10, toLocaleString: 10, all: ["a", name].sort() }]);
  });

  it("is no field of a row that does not have it", () => {
    const keyed = plan([stream("events"), keyBy("keyed", "events", name), sink("keyed")]);
    expect(run(keyed, [record("events", { at: 1 })]).results.map(({ key }) => key)).toEqual([null]);

    const filtered = plan([
      stream("events"),
      { id: "some", inputs: ["events"], op: "filter", field: name, comparison: "!=", value: "x" },
      { id: "picked", inputs: ["some"], op: "select", fields: { [name]: name } },
      sink("picked"),
    ]);
    expect(rows(filtered, [record("events", { at: 1 }), record("events", { at: 2, [name]: "x" })])).toEqual([
      { [name]: undefined },
    ]);

    const first = plan([
      stream("events"),
      keyBy("keyed", "events", "at"),
      { id: "running", inputs: ["keyed"], op: "aggregate", aggregates: { [name]: { kind: "first", field: name } } },
      sink("running"),
    ]);
    expect(rows(first, [record("events", { at: 1 })])).toEqual([{ at: 1, [name]: null }]);

    const late = plan([stream("events", name), sink("events")]);
    expect(run(late, [record("events", { at: 1 })]).dead.map(({ reason }) => reason)).toEqual(["not-a-time"]);
    const copies = plan([
      stream("events"),
      keyBy("keyed", "events", "at"),
      { id: "once", inputs: ["keyed"], op: "dedup", field: name, horizonMs: 10 },
      sink("once"),
    ]);
    expect(run(copies, [record("events", { at: 1 })]).dead.map(({ reason }) => reason)).toEqual(["missing-id"]);
  });

  it("groups a table, and is a key there", () => {
    const groups = plan([
      table(name, "id"),
      {
        id: "groups",
        inputs: [name],
        op: "groupTable",
        field: name,
        aggregates: { toLocaleString: { kind: "count" } as const },
      },
      sink("groups"),
    ]);
    const got = rows(groups, [
      record(name, { id: "__proto__", [name]: name }, { key: "__proto__" }),
      record(name, { id: "b" }, { key: "b" }),
      record(name, null, { key: "__proto__" }),
    ]);
    expect(got).toEqual([1, 0].map((n) => ({ [name]: name, toLocaleString: n })));
  });

  it("is selected by joins, and names a foreign key", () => {
    const select = { [name]: { side: "left", field: name }, other: { side: "right", field: name } } as const;
    const streams = plan([
      stream("left"),
      stream("right"),
      keyBy("l", "left", "k"),
      keyBy("r", "right", "k"),
      {
        id: "join",
        inputs: ["l", "r"],
        op: "joinStreams",
        kind: "outer",
        beforeMs: 5,
        afterMs: 5,
        latenessMs: 0,
        select,
      },
      sink("join"),
    ]);
    expect(
      rows(streams, [
        record("left", { at: 1, k: name, [name]: "x" }),
        record("right", { at: 2, k: name }),
        record("right", { at: 3, k: "__proto__", [name]: "y" }),
      ]),
    ).toEqual([
      { [name]: "x", other: null },
      { [name]: null, other: "y" },
    ]);

    const foreign = plan([
      table("left", "id"),
      table("right", "id"),
      { id: "join", inputs: ["left", "right"], op: "joinForeignKey", kind: "left", field: name, select },
      sink("join"),
    ]);
    expect(
      rows(foreign, [
        record("right", { id: name, [name]: "r" }, { key: name }),
        record("left", { id: "1", [name]: name }, { key: "1" }),
        record("left", { id: "2" }, { key: "2" }),
      ]),
    ).toEqual([
      { [name]: name, other: "r" },
      { [name]: null, other: null },
    ]);
  });

  it("is looked up in a fixed table by its own keys", () => {
    const looked: Pipeline = {
      ...plan([
        stream("events"),
        { id: "look", inputs: ["events"], op: "lookup", table: name, on: name, as: "found", unmatched: "null" },
        sink("look"),
      ]),
      tables: { [name]: new Map([["x", 1]]) },
    };
    expect(rows(looked, [record("events", { at: 1 }), record("events", { at: 2, [name]: "x" })])).toEqual([
      { at: 1, found: null },
      { at: 2, [name]: "x", found: 1 },
    ]);
  });

  it("is a topic, whose partitions are counted by what is said of it and of nothing else", () => {
    const events = plan([stream(name), sink(name)]);
    const running = engine(events, { partitions: {} });
    running.push(record(name, { at: 1 }));
    expect(running.watermark).toBe(1);
    expect(run(events, [record(name, { at: 1 }, { partition: 2 })]).results).toHaveLength(1);
  });
});

describe("the name __proto__", () => {
  const named = (nodes: readonly PlanNode[]) => () => validate(plan(nodes).plan);
  const refused = 'a field cannot be called "__proto__"';

  it("is refused as a field, when the plan is built", () => {
    expect(named([stream("a", "__proto__"), sink("a")])).toThrow(refused);
    expect(named([stream("a"), keyBy("k", "a", "__proto__"), sink("k")])).toThrow(refused);
    expect(named([table("a", "__proto__"), sink("a")])).toThrow(refused);
    const aggregates = { total: { kind: "sum", field: "__proto__" } } as const;
    expect(
      named([stream("a"), keyBy("k", "a", "b"), { id: "x", inputs: ["k"], op: "aggregate", aggregates }, sink("x")]),
    ).toThrow(refused);
  });

  it("is refused as an aggregate's name, though an object literal hides it", () => {
    const keyed = pipeline("names")
      .from("events", z.object({ at: z.number(), k: z.string() }))
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("k");
    // what { __proto__: count(), n: count() } makes
    const hidden: { n: ReturnType<typeof count> } = Object.setPrototypeOf({ n: count() }, count());
    expect(() =>
      keyed
        .window(tumbling(millis(10)))
        .aggregate(hidden)
        .to("out"),
    ).toThrow(refused);
  });

  it("is refused as a name in a join's row, though an object literal hides it", () => {
    const Row = z.object({ at: z.number(), k: z.string() });
    const from = (topic: string) =>
      pipeline("names")
        .from(topic, Row)
        .eventTime("at", { outOfOrderness: millis(0) })
        .keyBy("k");
    const table = (topic: string) => pipeline("names").table(topic, Row, { key: "k" });
    // what { __proto__: left("at"), k: left("k") } makes
    const hidden = (): { k: ReturnType<typeof left<"k">> } => Object.setPrototypeOf({ k: left("k") }, left("at"));
    const around = { before: millis(1), after: millis(1) };
    expect(() => from("a").join(from("b"), around).select(hidden())).toThrow(refused);
    expect(() => from("a").joinTable(table("b")).select(hidden())).toThrow(refused);
    expect(() => table("a").join(table("b")).select(hidden())).toThrow(refused);
  });

  it("is a key like others", () => {
    const keyed = pipeline("names")
      .from("events", z.object({ at: z.number(), k: z.string() }))
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("k")
      .window(tumbling(millis(10)))
      .aggregate({ n: count() })
      .to("out");
    const inputs = [
      record("events", { at: 1, k: "__proto__" }),
      record("events", { at: 2, k: "constructor" }),
      record("events", { at: 3, k: "__proto__" }),
    ];
    expect(rows(keyed, inputs)).toEqual([
      { k: "__proto__", windowStart: 0, windowEnd: 10, n: 2 },
      { k: "constructor", windowStart: 0, windowEnd: 10, n: 1 },
    ]);
  });
});
