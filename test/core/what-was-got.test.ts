import {
  count,
  left,
  millis,
  type Pipeline,
  pipeline,
  type Row,
  record,
  right,
  run,
  seconds,
  sum,
  tumbling,
} from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** What rows claim to be: their types are believed, as those of a schema that looks at less than it says. */
interface Sale {
  readonly at: number;
  readonly id: string;
  readonly shop: string;
  readonly amount: number;
}
const Sale = z.custom<Sale>();
const inTime = { outOfOrderness: millis(0) };
const sales = pipeline("sales").from("sales", Sale).eventTime("at", inTime);
const shops = pipeline("shops").table("shops", Sale, { key: "shop" });
const sale = (fields: Row) => ({ at: 0, id: "1", shop: "kiosk", amount: 1, ...fields });

/** What the dead letters of a pipeline say. */
const said = (plan: Pipeline, ...rows: Row[]) =>
  run(plan, rows).dead.map(({ reason, message }) => `${reason}: ${message}`);

const key = 'expected a text, a finite number or a truth value in "shop", got';

describe("a dead letter says what it got", () => {
  it("where a key was to be", () => {
    const byShop = sales.keyBy("shop").to("out");
    const shops = [Number.NaN, ["kiosk"], { name: "kiosk" }, 7n, () => "kiosk"];
    expect(said(byShop, ...shops.map((shop) => sale({ shop })))).toEqual([
      `bad-key: ${key} NaN`,
      `bad-key: ${key} an object`,
      `bad-key: ${key} an object`,
      `bad-key: ${key} a bigint`,
      `bad-key: ${key} a function`,
    ]);
  });

  it("where a record's key was to be", () => {
    const keyed = pipeline("sales").from("sales", Sale, { key: "shop" }).eventTime("at", inTime);
    expect(said(keyed.to("out"), sale({ shop: {} }))).toEqual([`bad-key: ${key} an object`]);
  });

  it("where a table's key was to be", () => {
    expect(said(shops.to("out"), { shop: null }, {}, { shop: Number.POSITIVE_INFINITY })).toEqual([
      `bad-key: ${key} null`,
      `bad-key: ${key} undefined`,
      `bad-key: ${key} Infinity`,
    ]);
  });

  it("where an id was to be", () => {
    const once = sales
      .keyBy("shop")
      .dedup("id", { horizon: seconds(1) })
      .to("out");
    expect(said(once, sale({ id: null }), sale({ id: {} }))).toEqual([
      'missing-id: expected a text, a finite number or a truth value in "id", got null',
      'missing-id: expected a text, a finite number or a truth value in "id", got an object',
    ]);
  });

  it("where a table's row was to name its group", () => {
    const byId = pipeline("sales").table("sales", Sale, { key: "id" });
    const grouped = byId.groupBy("shop").aggregate({ sales: count() }).to("out");
    expect(said(grouped, sale({ shop: null }))).toEqual([`missing-key: ${key} null`]);
  });

  it("where a value was to be aggregated", () => {
    const totals = sales
      .keyBy("shop")
      .window(tumbling(millis(10)))
      .aggregate({ total: sum("amount") })
      .to("out");
    expect(said(totals, sale({ amount: "3" }), sale({ amount: {} }), sale({ amount: true }))).toEqual([
      'bad-value: expected a finite number in "amount", got the text "3"',
      'bad-value: expected a finite number in "amount", got an object',
      'bad-value: expected a finite number in "amount", got a boolean',
    ]);
  });
});

describe("a late event says why in a word", () => {
  const behind = [5, 4].map((at) => record("sales", sale({ at })));
  const reasons = (plan: Pipeline) => run(plan, behind).late.map(({ reason, watermark }) => [reason, watermark]);

  it("also where two streams are joined", () => {
    const refunds = pipeline("refunds").from("refunds", Sale).eventTime("at", inTime).keyBy("shop");
    const joined = sales.keyBy("shop").join(refunds, { before: millis(1), after: millis(1) });
    expect(reasons(joined.select({ id: left("id"), refund: right("id") }).to("out"))).toEqual([
      ["watermark-passed", 5],
    ]);
  });

  it("also where an event waits for the version of its time", () => {
    const eventTime = { field: "at", ...inTime } as const;
    const prices = pipeline("prices").table("prices", Sale, { key: "shop", eventTime });
    const joined = sales.keyBy("shop").joinAsOf(prices);
    expect(reasons(joined.select({ id: left("id"), price: right("amount") }).to("out"))).toEqual([
      ["watermark-passed", 5],
    ]);
  });
});
