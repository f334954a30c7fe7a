import { describe, expect, it } from "vitest";
import { z } from "zod";
import { combine, count, left, millis, pipeline, right, split, tumbling } from "../../src/core/index.js";

const Sale = z.object({ at: z.number(), shop: z.string(), clerk: z.string() });
const sales = (key?: "shop") =>
  pipeline("sales")
    .from("sales", Sale, key ? { key } : {})
    .eventTime("at", { outOfOrderness: millis(0) });
const perShop = (key?: "shop") =>
  sales(key)
    .keyBy("shop")
    .window(tumbling(millis(10)))
    .aggregate({ sales: count() })
    .to("per-shop");
const shape = (stages: ReturnType<typeof split>) =>
  stages.map(({ id, pipeline: part, writes }) => [id, part.plan.nodes.map((node) => node.id), writes]);

const accounts = pipeline("accounts").table("contas", z.object({ id: z.string(), city: z.string() }), { key: "id" });

describe("split", () => {
  it("leaves a plan whole when its topics have one partition", () => {
    expect(shape(split(perShop(), { sales: 1 }))).toEqual([
      ["sales", ["sales", "key-by-shop", "window-1", "to-per-shop"], []],
    ]);
  });

  it("leaves a plan whole that groups by the declared key of its topic", () => {
    expect(split(perShop("shop"), { sales: 4 })).toHaveLength(1);
  });

  it("cuts where rows are grouped by another key", () => {
    expect(shape(split(perShop(), { sales: 4 }))).toEqual([
      ["sales", ["sales", "key-by-shop-before", "to-sales-key-by-shop"], ["sales-key-by-shop"]],
      ["sales-key-by-shop", ["key-by-shop", "window-1", "to-per-shop"], []],
    ]);
  });

  it("does not cut when nothing keeps state by the new key", () => {
    expect(split(sales().keyBy("shop").to("by-shop"), { sales: 4 })).toHaveLength(1);
  });

  it("cuts once for each key that rows are grouped by in turn, upstream first", () => {
    const twice = sales()
      .keyBy("shop")
      .window(tumbling(millis(10)))
      .aggregate({ sales: count() })
      .keyBy("sales")
      .window(tumbling(millis(100)))
      .aggregate({ shops: count() })
      .to("histogram");
    expect(split(twice, { sales: 2 }).map(({ id }) => id)).toEqual([
      "sales",
      "sales-key-by-shop",
      "sales-key-by-sales",
    ]);
  });

  it("keeps the two sides of a join together, each behind its own cut", () => {
    const arrivals = pipeline("ships")
      .from("arrivals", Sale)
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("shop");
    const clearances = pipeline("ships")
      .from("clearances", Sale)
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("shop");
    const joined = arrivals
      .join(clearances, { before: millis(0), after: millis(5) })
      .select({ shop: left("shop"), by: right("clerk") })
      .to("cleared");
    expect(split(joined, { arrivals: 2, clearances: 3 }).map(({ id, topics, reads }) => [id, topics, reads])).toEqual([
      ["arrivals", ["arrivals"], []],
      ["clearances", ["clearances"], []],
      ["ships-key-by-shop+ships-key-by-shop-2", [], ["ships-key-by-shop", "ships-key-by-shop-2"]],
    ]);
  });

  it("regroups a table by telling old and new groups of its rows", () => {
    const perCity = accounts.groupBy("city").aggregate({ accounts: count() }).to("per-city");
    expect(shape(split(perCity, { contas: 1 }))).toHaveLength(1);
    expect(shape(split(perCity, { contas: 2 }))).toEqual([
      ["contas", ["contas", "group-by-city-before", "to-accounts-group-by-city"], ["accounts-group-by-city"]],
      ["accounts-group-by-city", ["group-by-city-moves", "group-by-city", "to-per-city"], []],
    ]);
  });

  it("regroups no table by its own key", () => {
    const perId = accounts.groupBy("id").aggregate({ accounts: count() }).to("per-id");
    expect(split(perId, { contas: 2 })).toHaveLength(1);
  });

  it("has the left side of a foreign-key join ask the right one, which answers", () => {
    const cities = pipeline("accounts").table("cities", z.object({ city: z.string(), land: z.string() }), {
      key: "city",
    });
    const withLand = accounts
      .joinForeignKey(cities, { on: "city" })
      .select({ id: left("id"), land: right("land") })
      .to("with-land");
    const stages = split(withLand, { contas: 2, cities: 3 });
    expect(stages.map(({ topics, reads, writes }) => [...topics, ...reads, "→", ...writes])).toEqual([
      ["contas", "accounts-join-1-answers", "→", "accounts-join-1-subscriptions"],
      ["cities", "accounts-join-1-subscriptions", "→", "accounts-join-1-answers"],
    ]);
  });

  it("refuses topics whose rows must meet over several steps, and whose partitions do not", () => {
    const people = pipeline("accounts").table("people", z.object({ id: z.string() }), { key: "id" });
    const byStreams = sales()
      .keyBy("shop")
      .joinTable(accounts, { kind: "left" })
      .select({ shop: left("shop"), city: right("city") })
      .keyBy("shop")
      .joinTable(people)
      .select({ city: left("city") });
    expect(split(byStreams.to("out"), { sales: 4, contas: 2, people: 3 })).toHaveLength(3);
    const perShop = sales().keyBy("shop").aggregate({ n: count() });
    const both = accounts
      .join(perShop)
      .select({ city: left("city") })
      .to("one");
    const other = people
      .join(perShop)
      .select({ id: left("id") })
      .to("two");
    const plan = combine("both", both, other);
    expect(() => split(plan, { sales: 1, contas: 2, people: 3 })).toThrow(
      'their partitions do not: "contas" has 2, "people" has 3. Try: as many partitions for each',
    );
  });
});
