import {
  count,
  engine,
  left,
  millis,
  min,
  minutes,
  PlanError,
  pipeline,
  right,
  seconds,
  tumbling,
  updates,
} from "tidemark";
import { type Comparison, type Plan, type PlanNode, planProblems, split, validate } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Row = z.object({ id: z.string(), at: z.number(), n: z.number() });
const wait = { outOfOrderness: seconds(5) };
const rows = pipeline("rows").from("rows", Row).eventTime("at", wait);
const keyed = rows.keyBy("id");
const table = pipeline("rows").table("table", Row, { key: "id" });
const perMinute = tumbling(minutes(1));

/** A right plan, one of its steps changed: how a plan from JSON may be wrong where the builder's types do not let it. */
const planWith = (change: (nodes: PlanNode[]) => void, rest: Partial<Plan> = {}): Plan => {
  const { plan } = keyed
    .window(perMinute)
    .aggregate({ low: min("n"), events: count() })
    .to("out");
  const nodes: PlanNode[] = JSON.parse(JSON.stringify(plan.nodes));
  change(nodes);
  return { ...plan, nodes, ...rest };
};
const changed = (index: number, fields: object, rest: Partial<Plan> = {}): Plan =>
  planWith((nodes) => nodes.splice(index, 1, { ...nodes[index], ...fields } as PlanNode), rest);

describe("the builder refuses", () => {
  it.each<[string, () => unknown, string]>([
    [
      "results that may be revised, windowed again",
      () =>
        keyed
          .window(perMinute, { lateness: seconds(1) })
          .aggregate({ n: count() })
          .filter("n", ">", 1)
          .keyBy("id")
          .window(perMinute)
          .aggregate({ n: count() })
          .to("out"),
      'step "window-2": the results of "window-1" may be revised',
    ],
    [
      "updates that are counted in a table",
      () =>
        keyed
          .window(perMinute, { emit: updates() })
          .aggregate({ n: count() })
          .keyBy("id")
          .aggregate({ m: count() })
          .to("o"),
      'step "aggregate-1": the results of "window-1" may be revised',
    ],
    [
      "a negative lateness",
      () =>
        keyed
          .window(perMinute, { lateness: seconds(-1) })
          .aggregate({ n: count() })
          .to("o"),
      "lateness must be",
    ],
    [
      "a negative delay of the watermark",
      () =>
        pipeline("p")
          .from("t", Row)
          .eventTime("at", { outOfOrderness: millis(-1) })
          .to("o"),
      "outOfOrderness",
    ],
    ["a horizon of 0", () => keyed.dedup("id", { horizon: seconds(0) }).to("o"), "the horizon must be"],
    [
      "a field by the name of every object's prototype",
      () => rows.select({ ["__proto__"]: "n" }).to("o"),
      'called "__proto__"',
    ],
    ["aggregates of nothing", () => keyed.aggregate({}).to("o"), "nothing to aggregate"],
    [
      "join bounds that no pair can meet",
      () =>
        keyed
          .join(keyed, { before: seconds(-5), after: seconds(4) })
          .select({ a: left("n") })
          .to("o"),
      "would have to lie between 5000 ms and 4000 ms",
    ],
    [
      "confirmations without a guard",
      () =>
        pipeline("p")
          .from("t", Row)
          .eventTime("at", { ...wait, jumpConfirmations: 2 })
          .to("o"),
      "nothing to confirm",
    ],
    ["a comparison with NaN", () => rows.filter("n", ">", Number.NaN).to("o"), "finite number"],
    ["an output that is an input", () => rows.to("rows"), "feed itself"],
    ["late events sent to the output", () => rows.to("o").late("o"), 'late: topic "o" is an output too'],
    ["dead letters sent to an input", () => rows.to("o").dead("rows"), 'dead: topic "rows" is also read'],
    ["a topic that Kafka refuses", () => rows.to("sensor readings"), 'Try: "sensor-readings"'],
    ["a pipeline without a name", () => pipeline("").from("t", Row).eventTime("at", wait).to("o"), "the plan's name"],
    [
      "one topic with two event times",
      () =>
        keyed
          .join(pipeline("p").from("rows", Row).eventTime("n", wait).keyBy("id"), {
            before: seconds(1),
            after: seconds(1),
          })
          .select({ a: left("n"), b: right("n") })
          .to("o"),
      'topic "rows" is read twice, and differently',
    ],
  ])("%s", (_, build, said) => {
    expect(build).toThrow(PlanError);
    expect(build).toThrow(said);
  });

  it("a negative before is fine while the interval holds something", () => {
    const later = keyed.join(keyed, { before: seconds(-5), after: seconds(5) }).select({ a: left("n") });
    expect(() => later.to("o")).not.toThrow();
  });

  it("results without revisions may be windowed again", () => {
    const again = keyed
      .window(perMinute)
      .aggregate({ n: count() })
      .keyBy("id")
      .window(perMinute)
      .aggregate({ m: count() });
    expect(() => again.to("o")).not.toThrow();
  });
});

describe("a plan from JSON is refused", () => {
  it.each<[string, Plan, string]>([
    ["when it is empty", { name: "p", nodes: [], late: null, dead: null }, "the plan reads nothing"],
    ["without an output", planWith((nodes) => nodes.pop()), "the plan has no output"],
    [
      "with two outputs of one name",
      planWith((nodes) => nodes.push({ ...nodes[3]!, id: "again" })),
      'step "again": two outputs go to topic "out" ("to-out" is the other)',
    ],
    ["with two steps of one id", changed(3, { id: "window-1" }), "two steps have this id"],
    [
      "with an input that does not stand before",
      changed(1, { inputs: ["window-1"] }),
      'its input "window-1" does not stand before it',
    ],
    ["with a step that is unknown", changed(2, { op: "shuffle" }), 'got op "shuffle"'],
    ["with an op from Object's prototype", changed(2, { op: "constructor" }), 'got op "constructor"'],
    [
      "with a window over what has no key",
      changed(2, { inputs: ["rows"] }),
      'window takes a keyed stream, got a stream ("rows"). Try: keyBy first',
    ],
    ["with too many inputs", changed(1, { inputs: ["rows", "rows"] }), "keyBy takes 1 inputs, got 2"],
    [
      "with a hop larger than the size",
      changed(2, { window: { kind: "hopping", sizeMs: 1, hopMs: 2, offsetMs: 0 } }),
      "must not be larger than the size",
    ],
    [
      "with a size of half a millisecond",
      changed(2, { window: { kind: "tumbling", sizeMs: 0.5, offsetMs: 0 } }),
      "got 0.5 ms",
    ],
    [
      "with an unknown window",
      changed(2, { window: { kind: "count" } }),
      "expected tumbling, hopping, sliding or session",
    ],
    [
      "with an unknown emit policy",
      changed(2, { emit: { kind: "sometimes" } }),
      "expected final, updates, early or complete",
    ],
    [
      "with an unknown aggregate",
      changed(2, { aggregates: { x: { kind: "median", field: "n" } } }),
      '"x": expected one of count',
    ],
    [
      "with an aggregate under the key's name",
      changed(2, { aggregates: { id: { kind: "count" } } }),
      'the name "id" is taken by the key',
    ],
    [
      "with an aggregate under a window's name",
      changed(2, { aggregates: { windowEnd: { kind: "count" } } }),
      "taken by the window",
    ],
    [
      "with an unknown comparison",
      planWith((nodes) => {
        const comparison = "~" as Comparison;
        nodes.splice(1, 2, { id: "f", inputs: ["rows"], op: "filter", field: "id", comparison, value: 1 });
        nodes[2] = { ...nodes[2]!, inputs: ["f"] };
      }),
      'got the comparison "~"',
    ],
  ])("%s", (_, plan, said) => {
    expect(() => validate(plan)).toThrow(PlanError);
    expect(() => validate(plan)).toThrow(said);
  });

  it("by the engine too, before anything flows", () => {
    const built = keyed.aggregate({ n: count() }).to("out");
    const wrong: Plan = { ...built.plan, nodes: built.plan.nodes.slice(0, 2) };
    expect(() => engine({ ...built, plan: wrong })).toThrow("the plan has no output");
  });

  it("with everything that is wrong at once, each line naming the plan and the step", () => {
    const plan = changed(2, { latenessMs: -1, window: { kind: "session", gapMs: 0 } });
    const lines = (() => {
      try {
        validate(plan);
      } catch (error) {
        return error instanceof PlanError ? error.problems : [];
      }
      return [];
    })();
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.startsWith('step "window-1": '))).toBe(true);
  });
});

describe("fields that are not there", () => {
  it("are found through the schema, for those who write without types", () => {
    const misspelt = (field: string): never => field as never;
    expect(() => rows.keyBy(misspelt("idd")).to("o")).toThrow(
      'step "key-by-idd": keyBy names the field "idd", which its rows do not have. They have: id, at, n',
    );
    expect(() =>
      keyed
        .window(perMinute)
        .aggregate({ low: min(misspelt("m")) })
        .to("o"),
    ).toThrow('the aggregate "low" names the field "m"');
    expect(() => table.groupBy(misspelt("city")).aggregate({ c: count() }).to("o")).toThrow(
      'groupBy names the field "city"',
    );
    expect(() => pipeline("p").from("t", Row).eventTime(misspelt("when"), wait).to("o")).toThrow(
      'eventTime names the field "when"',
    );
  });

  it("are found behind select, joins and windows", () => {
    const { plan } = rows.select({ key: "id", n: "n" }).keyBy("key").aggregate({ n: count() }).to("o");
    const nodes: PlanNode[] = JSON.parse(JSON.stringify(plan.nodes));
    nodes[2] = { id: "key-by-id", inputs: ["select-1"], op: "keyBy", field: "id" };
    nodes[3] = { ...nodes[3]!, inputs: ["key-by-id"] };
    expect(planProblems({ ...plan, nodes })).toEqual([
      'step "key-by-id": keyBy names the field "id", which its rows do not have. They have: key, n',
    ]);
  });

  it("are not looked for behind a function, nor where the topic's fields are not known", () => {
    expect(planProblems(changed(1, { field: "unknown" }))).toEqual([]);
    expect(() =>
      rows
        .map((row) => ({ ...row, extra: 1 }))
        .keyBy("extra")
        .to("o"),
    ).not.toThrow();
  });
});

describe("numbers of partitions", () => {
  const left1 = pipeline("p").from("left", Row, { key: "id" }).eventTime("at", wait);
  const right1 = pipeline("p").from("right", Row, { key: "id" }).eventTime("at", wait);
  const bounds = { before: seconds(1), after: seconds(1) };
  const joined = left1
    .keyBy("id")
    .join(right1.keyBy("id"), bounds)
    .select({ a: left("n"), b: right("n") })
    .to("o");

  it("must be equal where two topics are joined by their records' keys", () => {
    expect(planProblems(joined.plan, { partitions: { left: 3, right: 4 } })).toEqual([
      'step "join-1": topic "left" has 3 partitions and topic "right" has 4, so rows with equal keys would not meet. Try: as many partitions for both',
    ]);
    expect(planProblems(joined.plan, { partitions: { left: 3, right: 3 } })).toEqual([]);
  });

  it("are checked before the plan is split for them", () => {
    expect(() => split(joined, { left: 3, right: 4 })).toThrow(PlanError);
    expect(split(joined, { left: 3, right: 3 })).toHaveLength(1);
  });

  it("are not checked where they are not known, nor where an internal topic lies between", () => {
    expect(planProblems(joined.plan, { partitions: { left: 3 } })).toEqual([]);
    const moved = left1
      .keyBy("n")
      .join(right1.keyBy("n"), bounds)
      .select({ a: left("n") })
      .to("o");
    expect(planProblems(moved.plan, { partitions: { left: 3, right: 4 } })).toEqual([]);
  });
});
