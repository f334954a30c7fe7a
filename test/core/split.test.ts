import { describe, expect, it } from "vitest";
import { z } from "zod";
import { count, left, millis, pipeline, right, split, tumbling } from "../../src/core/index.js";

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

  it("refuses to regroup a table over several partitions, and says what helps", () => {
    const accounts = pipeline("accounts").table("contas", z.object({ id: z.string(), city: z.string() }), {
      key: "id",
    });
    const perCity = accounts.groupBy("city").aggregate({ accounts: count() }).to("per-city");
    expect(split(perCity, { contas: 1 })).toHaveLength(1);
    expect(() => split(perCity, { contas: 2 })).toThrow("one partition for the topics that it reads");
  });
});
