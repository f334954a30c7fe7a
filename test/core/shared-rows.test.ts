import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  combine,
  count,
  hopping,
  left,
  millis,
  pipeline,
  record,
  right,
  run,
  staticTable,
} from "../../src/core/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { lines, produce } from "../worker/support.js";

const Sale = z.object({ key: z.string(), at: z.number(), of: z.object({ cents: z.number() }) });
const time = { outOfOrderness: millis(0) };
const sales = pipeline("shared").from("sales", Sale).eventTime("at", time);
const sale = (at: number, cents = 1) => ({ key: "a", at, of: { cents } });

/** A function that changes what it is given, down to the inner object. */
const spoil = (row: { at: number; of?: { cents: number } | null }) => {
  row.at = 99;
  if (row.of) row.of.cents = 99;
  return row;
};

describe("a function that changes its row changes nobody else's", () => {
  const rowsOf = (results: readonly { readonly topic: string; readonly row: unknown }[], topic: string) =>
    results.filter((result) => result.topic === topic).map(({ row }) => row);

  it.each([
    ["before", true],
    ["after", false],
  ])("that of a branch %s it", (_, first) => {
    const branches = [sales.map(spoil).to("spoiled"), sales.filter(() => true).to("kept")];
    const { results } = run(combine("both", ...(first ? branches : branches.reverse())), [sale(1)]);
    expect(rowsOf(results, "kept")).toEqual([sale(1)]);
    expect(rowsOf(results, "spoiled")).toEqual([sale(99, 99)]);
  });

  it("that of a branch beside a function that says which rows are kept", () => {
    const picky = sales.filter((row) => spoil(row).at === 99).to("picked");
    expect(rowsOf(run(combine("both", picky, sales.to("kept")), [sale(1)]).results, "kept")).toEqual([sale(1)]);
  });

  it("nor what a join or a fixed table holds", () => {
    const found = sales
      .lookup(staticTable("names", "key", [{ key: "a", cents: 1 }]), { on: "key", as: "found" })
      .map((row) => {
        const seen = row.found!.cents;
        row.found!.cents = 99;
        return { seen };
      });
    expect(run(found.to("out"), [sale(1), sale(2)]).results.map(({ row }) => row?.seen)).toEqual([1, 1]);
    const pairs = sales
      .keyBy("key")
      .join(sales.keyBy("key"), { before: millis(5), after: millis(5) })
      .select({ at: left("at"), of: right("of") })
      .map((row) => {
        const seen = row.of.cents;
        row.of.cents = 99;
        return { seen };
      });
    const { results } = run(pairs.to("out"), [sale(1), sale(2)]);
    expect(new Set(results.map(({ row }) => row?.seen))).toEqual(new Set([1]));
  });
});

describe("dedup", () => {
  const shops = ["north", "south", "east", "west"];
  const Order = z.object({ shop: z.string(), orderNo: z.string(), at: z.number() });
  const orders = shops.flatMap((shop) => ["1", "2", "3"].map((orderNo, at) => ({ shop, orderNo, at })));
  const from = () => pipeline("orders").from("orders", Order).eventTime("at", time);
  const apart = from()
    .keyBy("shop")
    .dedup("orderNo", { horizon: millis(100) })
    .to("out");
  const whole = from()
    .dedup("orderNo", { horizon: millis(100) })
    .to("out");

  it("tells ids of one key from those of another after keyBy, and without it takes the whole stream", () => {
    expect(run(apart, [...orders, ...orders]).results).toHaveLength(12);
    expect(run(whole, [...orders, ...orders]).results).toHaveLength(3);
  });

  it.each([1, 2, 3, 4])("lets the same pass over %i partitions", async (partitions) => {
    for (const [plan, expected] of [
      [apart, 12],
      [whole, 3],
    ] as const) {
      const log = simulatedKafka({ seed: partitions });
      await produce(
        log,
        "orders",
        partitions,
        [...orders, ...orders].map((row, i) => ({ partition: i % partitions, sale: row })),
      );
      await worker(plan, log, { guarantee: "exactly-once", until: "end" }).run();
      expect(await lines(log, "out")).toHaveLength(expected);
    }
  });
});

describe("said aloud", () => {
  it("that a schema made nothing of a record", () => {
    const nothing = pipeline("p").from(
      "t",
      z.unknown().transform(() => null as unknown as { at: number }),
    );
    const { dead } = run(nothing.eventTime("at", time).to("out"), [{}]);
    expect(dead.map(({ message }) => message)).toEqual(["expected an object, got null"]);
  });

  it("that maxFuture has nothing to compare with", () => {
    const guarded = pipeline("p")
      .from("t", Sale)
      .eventTime("at", { ...time, maxFuture: millis(5) })
      .to("out");
    expect(() => run(guarded, [sale(1)])).toThrow(
      /append time, or with a clock, and here is neither. Try: record\("t"/,
    );
    expect(run(guarded, [record("t", sale(1), { timestamp: 0 })]).results).toHaveLength(1);
    expect(run(guarded, [sale(1)], { now: () => 0 }).results).toHaveLength(1);
  });

  it("how to read a topic in which results are taken back", () => {
    const { dead } = run(sales.to("out"), [record("sales", null, { key: "a@0/10" })]);
    expect(dead[0]!.message).toContain('Try: .table("sales", …), which takes deletions');
  });

  it("that an event would be in more than 10,000 windows", () => {
    expect(() => hopping(millis(20_001), millis(2))).toThrow(
      "each event would be in 10001 windows, more than 10000. Try: a hop of 3 ms or more",
    );
    expect(hopping(millis(20_000), millis(2)).hopMs).toBe(2);
  });
});

describe("hopping windows", () => {
  it("may hold an event ten thousand times", () => {
    const plan = sales
      .keyBy("key")
      .window(hopping(millis(10_000), millis(1)))
      .aggregate({ n: count() })
      .to("out");
    expect(run(plan, [sale(0)]).results).toHaveLength(10_000);
  });
});
