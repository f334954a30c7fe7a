import {
  combine,
  count,
  early,
  final,
  hopping,
  left,
  mean,
  millis,
  min,
  minutes,
  pipeline,
  right,
  run,
  seconds,
  session,
  sliding,
  staticTable,
  sum,
  topK,
  tumbling,
} from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const SensorReading = z.object({ sensorId: z.string(), at: z.number(), celsius: z.number() });
const Order = z.object({ orderId: z.string(), at: z.number(), amount: z.number(), customer: z.string().nullable() });
const Payment = z.object({ orderId: z.string(), at: z.number(), method: z.string() });
const Customer = z.object({ id: z.string(), city: z.string().nullable(), at: z.number() });

const wait = { outOfOrderness: seconds(5) };
const readings = pipeline("readings").from("sensor-readings", SensorReading).eventTime("at", wait);
const orders = pipeline("orders").from("orders", Order).eventTime("at", wait);
const payments = pipeline("payments").from("payments", Payment).eventTime("at", wait);
const ids = (built: { plan: { nodes: readonly { id: string }[] } }) => built.plan.nodes.map(({ id }) => id);
const steps = (built: { plan: { nodes: readonly object[] } }) => built.plan.nodes;

describe("a plan", () => {
  const averages = readings
    .keyBy("sensorId")
    .window(tumbling(minutes(1)), { lateness: seconds(30), emit: early(seconds(10)) })
    .aggregate({ readings: count(), low: min("celsius"), average: mean("celsius"), top: topK("celsius", 3) })
    .to("window-aggregates")
    .late("too-late")
    .dead("dead-letters");

  it("says everything that was said, in plain data", () => {
    expect(averages.plan).toEqual({
      name: "readings",
      nodes: [
        {
          id: "sensor-readings",
          inputs: [],
          op: "stream",
          topic: "sensor-readings",
          key: null,
          eventTime: {
            field: "at",
            outOfOrdernessMs: 5_000,
            idleAfterMs: null,
            maxFutureMs: null,
            maxJumpMs: null,
            jumpConfirmations: null,
          },
        },
        { id: "key-by-sensorId", inputs: ["sensor-readings"], op: "keyBy", field: "sensorId" },
        {
          id: "window-1",
          inputs: ["key-by-sensorId"],
          op: "window",
          window: { kind: "tumbling", sizeMs: 60_000, offsetMs: 0 },
          latenessMs: 30_000,
          emit: { kind: "early", everyMs: 10_000 },
          aggregates: {
            readings: { kind: "count" },
            low: { kind: "min", field: "celsius" },
            average: { kind: "mean", field: "celsius" },
            top: { kind: "topK", field: "celsius", k: 3 },
          },
        },
        { id: "to-window-aggregates", inputs: ["window-1"], op: "sink", topic: "window-aggregates" },
      ],
      late: "too-late",
      dead: "dead-letters",
    });
  });

  it("survives JSON, and is frozen all the way down", () => {
    expect(JSON.parse(JSON.stringify(averages.plan))).toEqual(averages.plan);
    const frozen = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(averages.plan)).toBe(true);
  });

  it("is the same each time that it is declared", () => {
    const declare = () =>
      orders
        .filter((row) => row.amount > 1)
        .map((row) => row)
        .keyBy("orderId")
        .aggregate({ n: count() })
        .to("out");
    expect(JSON.stringify(declare().plan)).toBe(JSON.stringify(declare().plan));
  });

  it("keeps schemas, functions and fixed tables beside it, by name", () => {
    const stations = staticTable("stations", "sensorId", [{ sensorId: "a", city: "Oslo" }]);
    const isHot = (row: { celsius: number }): boolean => row.celsius > 30;
    const built = readings
      .filter(isHot)
      .filter((row) => row.celsius < 99)
      .lookup(stations, { on: "sensorId", as: "station" })
      .map((row) => ({ city: row.station?.city ?? "nowhere" }))
      .to("out");
    expect(ids(built)).toEqual(["sensor-readings", "filter-isHot", "filter-1", "lookup-stations", "map-1", "to-out"]);
    expect(built.functions["filter-isHot"]).toBe(isHot);
    expect(Object.keys(built.functions)).toEqual(["filter-isHot", "filter-1", "map-1"]);
    expect(steps(built)[1]).toMatchObject({ op: "filterFunction", name: "filter-isHot" });
    expect(built.schemas).toEqual({ "sensor-readings": SensorReading });
    expect(built.tables.stations).toBe(stations.rows);
  });

  it("writes down what the guards are told, and believes a jump after three unless told otherwise", () => {
    const guarded = pipeline("p")
      .from("t", SensorReading, { key: "sensorId" })
      .eventTime("at", { ...wait, idleAfter: seconds(1), maxFuture: minutes(1), maxJump: minutes(2) })
      .to("out");
    expect(steps(guarded)[0]).toMatchObject({
      key: "sensorId",
      eventTime: { idleAfterMs: 1_000, maxFutureMs: 60_000, maxJumpMs: 120_000, jumpConfirmations: 3 },
    });
  });

  it("is not changed by a stream that branches off it later", () => {
    const before = readings.to("out");
    readings.filter("celsius", ">", 1).to("hot");
    expect(ids(before)).toEqual(["sensor-readings", "to-out"]);
  });
});

describe("ids of steps", () => {
  it("count what has no name of its own, and number the second of a name", () => {
    const built = readings
      .filter("celsius", ">", 0)
      .filter("celsius", "<", 99)
      .select({ sensorId: "sensorId", celsius: "celsius" })
      .keyBy("sensorId")
      .dedup("celsius", { horizon: seconds(1) })
      .window(session(seconds(1)))
      .aggregate({ n: count() })
      .keyBy("sensorId")
      .aggregate({ sessions: count() })
      .to("out");
    expect(ids(built)).toEqual([
      "sensor-readings",
      "filter-celsius",
      "filter-celsius-2",
      "select-1",
      "key-by-sensorId",
      "dedup-celsius",
      "window-1",
      "key-by-sensorId-2",
      "aggregate-1",
      "to-out",
    ]);
  });

  it("are legal in a topic name, whatever the field is called", () => {
    const odd = pipeline("p")
      .from("t", z.object({ "größe in cm": z.number(), at: z.number() }))
      .eventTime("at", wait)
      .keyBy("größe in cm")
      .to("out");
    expect(ids(odd)[1]).toBe("key-by-gr_e_in_cm");
  });
});

describe("a keyed stream", () => {
  it("stays keyed when it is filtered, and is a plain stream again after a function", () => {
    const odd = readings
      .keyBy("sensorId")
      .filter("celsius", ">", 90)
      .filter((row) => row.celsius < 99)
      .dedup("at", { horizon: seconds(1) })
      .map(({ sensorId, celsius }) => ({ sensorId, fahrenheit: celsius * 1.8 + 32 }))
      .to("out");
    expect(ids(odd).slice(1)).toEqual(["key-by-sensorId", "filter-celsius", "filter-1", "dedup-at", "map-1", "to-out"]);
    const { results } = run(odd, [
      { sensorId: "a", at: 1, celsius: 95 },
      { sensorId: "a", at: 1, celsius: 95 },
    ]);
    expect(results.map(({ key, row }) => [key, row])).toEqual([["a", { sensorId: "a", fahrenheit: 203 }]]);
  });
});

describe("joins and tables", () => {
  const customers = pipeline("customers").table("customers", Customer, { key: "id" });
  const versions = pipeline("versions").table("versions", Customer, { key: "id", eventTime: { field: "at", ...wait } });
  const picked = { amount: left("amount"), city: right("city") };

  it("join two streams between inclusive bounds", () => {
    const paid = orders
      .keyBy("orderId")
      .join(payments.keyBy("orderId"), { before: seconds(0), after: minutes(5), kind: "left", lateness: seconds(1) })
      .select({ orderId: left("orderId"), method: right("method") })
      .to("paid");
    expect(ids(paid)).toEqual(["orders", "key-by-orderId", "payments", "key-by-orderId-2", "join-1", "to-paid"]);
    expect(steps(paid)[4]).toEqual({
      id: "join-1",
      inputs: ["key-by-orderId", "key-by-orderId-2"],
      op: "joinStreams",
      kind: "left",
      beforeMs: 0,
      afterMs: 300_000,
      latenessMs: 1_000,
      select: { orderId: { side: "left", field: "orderId" }, method: { side: "right", field: "method" } },
    });
  });

  it("join a stream with itself: both inputs are one node", () => {
    const keyed = orders.keyBy("orderId");
    const twice = keyed
      .join(keyed, { before: seconds(0), after: seconds(1) })
      .select({ a: left("amount"), b: right("amount") })
      .to("twice");
    expect(steps(twice)[2]).toMatchObject({ inputs: ["key-by-orderId", "key-by-orderId"] });
  });

  it("join a stream with a table, and as of the event's time", () => {
    const now = orders.keyBy("customer").joinTable(customers, { kind: "left" }).select(picked).to("now");
    expect(steps(now)[3]).toMatchObject({ op: "joinTable", kind: "left", inputs: ["key-by-customer", "customers"] });
    const then = orders
      .keyBy("customer")
      .joinAsOf(versions, { lateness: seconds(2) })
      .select(picked)
      .to("then");
    expect(steps(then)[3]).toMatchObject({ op: "joinAsOf", kind: "inner", latenessMs: 2_000 });
    expect(steps(then)[2]).toMatchObject({ op: "table", key: "id", eventTime: { field: "at" } });
  });

  it("join tables by key and by foreign key, and group them", () => {
    const spent = orders.keyBy("customer").aggregate({ spent: sum("amount") });
    const both = customers.join(spent, { kind: "outer" }).select({ city: left("city"), spent: right("spent") });
    expect(steps(both.to("both")).at(-2)).toMatchObject({ op: "joinTables", kind: "outer" });
    const invoices = pipeline("i").table("invoices", Order, { key: "orderId" });
    const addressed = invoices.joinForeignKey(customers, { on: "customer" }).select(picked);
    expect(steps(addressed.to("addressed")).at(-2)).toMatchObject({ op: "joinForeignKey", field: "customer" });
    const cities = customers.groupBy("city").aggregate({ people: count() }).to("cities");
    expect(ids(cities)).toEqual(["customers", "group-by-city", "to-cities"]);
  });
});

describe("combine", () => {
  it("holds what pipelines share once, and every output", () => {
    const keyed = readings.keyBy("sensorId");
    const lows = keyed
      .window(tumbling(minutes(1)))
      .aggregate({ low: min("celsius") })
      .to("lows");
    const counts = keyed.aggregate({ n: count() }).to("counts");
    expect(ids(combine("both", lows, counts, lows))).toEqual([
      "sensor-readings",
      "key-by-sensorId",
      "window-1",
      "to-lows",
      "aggregate-1",
      "to-counts",
    ]);
  });

  it("reads a topic once that two pipelines declare alike", () => {
    const declare = () => pipeline("p").from("sensor-readings", SensorReading).eventTime("at", wait);
    expect(ids(combine("both", declare().to("a"), declare().to("b")))).toEqual(["sensor-readings", "to-a", "to-b"]);
  });

  it("refuses two schemas for one topic", () => {
    const other = pipeline("p").from("sensor-readings", SensorReading.extend({})).eventTime("at", wait);
    expect(() => combine("both", readings.to("a"), other.to("b"))).toThrow(
      'two different schemas for a topic called "sensor-readings"',
    );
  });

  it("keeps a late topic that one of them names, and refuses two", () => {
    const a = readings.to("a").late("late-a");
    expect(combine("both", a, readings.to("b")).plan.late).toBe("late-a");
    expect(() => combine("both", a, readings.to("b").late("late-b"))).toThrow("late-a, late-b");
  });
});

describe("windows and fixed tables", () => {
  it.each([
    ["a size of 0", () => tumbling(seconds(0)), "size must be a whole number of milliseconds above 0"],
    ["a negative size", () => hopping(seconds(-1), seconds(1)), "hopping: the size"],
    ["a hop larger than the size", () => hopping(seconds(1), seconds(2)), "the size first"],
    ["a hop of 0", () => hopping(seconds(1), seconds(0)), "hopping: the hop"],
    ["a negative difference", () => sliding(millis(-1)), "sliding: the difference"],
    ["a gap of 0", () => session(seconds(0)), "session: the gap"],
    ["partial results every 0 ms", () => early(seconds(0)), "early: the interval"],
    ["a k of 0", () => topK("amount", 0), "k must be a whole number of 1 or more"],
  ])("refuse %s at once", (_, make, said) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(said);
  });

  it("allow the edges: hop = size, a difference of 0, a negative offset", () => {
    expect(hopping(seconds(1), seconds(1)).hopMs).toBe(1_000);
    expect(sliding(seconds(0)).differenceMs).toBe(0);
    expect(tumbling(seconds(10), seconds(-3)).offsetMs).toBe(-3_000);
    expect(final()).toEqual({ kind: "final" });
  });

  it("refuse two rows of a fixed table with one key, however it is called", () => {
    expect(() => staticTable("t", "k", [{ k: "__proto__" }, { k: "__proto__" }])).toThrow(
      'two rows have k "__proto__"',
    );
  });
});
