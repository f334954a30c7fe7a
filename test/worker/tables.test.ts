import { describe, expect, it } from "vitest";
import { z } from "zod";
import { left, millis, pipeline, right } from "../../src/core/index.js";
import { describeExploration, explore, simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { lines, produce, Sale, someSales, text } from "./support.js";
import { expectedTables, outputsOf, someTables, tablesIn, type Write, writeTables } from "./table-plans.js";
import { beginTurnover, tablesExperiment, turnoverCase } from "./tables-crash.js";
import { EVERY } from "./thoroughness.js";
import { losing } from "./wrong-logs.js";

const PLANS = Number(process.env.TABLE_PLANS ?? 40);
const FIRST = Number(process.env.TABLE_PLANS_FIRST ?? 1);

describe("tables over several partitions", () => {
  it("end as the pure run ends, whatever the plan, the partitions and their interleaving", async () => {
    const coverage = new Map<string, number>();
    for (let seed = FIRST; seed < FIRST + PLANS; seed++) {
      const given = someTables(seed);
      const log = simulatedKafka({ seed });
      await writeTables(log, given);
      const options = { guarantee: seed % 2 === 0 ? "exactly-once" : "at-least-once", until: "end" } as const;
      await Promise.all(
        ["one", "two"]
          .slice(0, 1 + (seed % 3 === 0 ? 1 : 0))
          .map((name) =>
            worker(given.pipeline, log.process(name).log, { ...options, maxRecords: 1 + (seed % 7) }).run(),
          ),
      );
      const { tables, repeated } = await tablesIn(log, outputsOf(given));
      expect({ seed, tables, repeated }).toEqual({ seed, tables: expectedTables(given), repeated: [] });
      for (const op of new Set(given.ops)) coverage.set(op, (coverage.get(op) ?? 0) + 1);
    }
    for (const op of ["groupTable", "joinForeignKey", "joinTables", "aggregate"]) {
      expect(coverage.get(op) ?? 0).toBeGreaterThan(PLANS / 5);
    }
  });

  it.each(["at-least-once", "exactly-once"] as const)(
    "end so after a crash at any step, under %s",
    async (guarantee) => {
      const exploration = await explore(tablesExperiment(guarantee), { every: 5 * EVERY - 4 });
      expect(describeExploration(exploration)).toMatch(/: 0 came out wrong$/);
    },
    15 * 60_000,
  );

  it("meet the events that are repartitioned to them, by the keys that their topic is written with", async () => {
    const Shop = z.object({ shop: z.string(), city: z.string() });
    const shops = pipeline("cities").table("shops", Shop, { key: "shop" });
    const cities = pipeline("cities")
      .from("sales", Sale)
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("shop")
      .joinTable(shops)
      .select({ id: left("id"), city: right("city") })
      .to("sales-by-city");
    const log = simulatedKafka({ seed: 1 });
    const rows = ["kiosk", "bakery", "__proto__"].map((shop): Write => {
      return { topic: "shops", key: shop, row: { shop, city: `city of ${shop}` }, ts: 0 };
    });
    const given = { pipeline: cities, partitions: { shops: 3 }, writes: rows, ops: [] };
    await writeTables(log, given);
    const sales = someSales(40, 2);
    await produce(log, "sales", 2, sales);
    // the table is read before the events: those come a stage later
    await worker(cities, log, { guarantee: "exactly-once", until: "end" }).run();
    const joined = sales.map(
      ({ sale }) => `${sale.shop} ${JSON.stringify({ id: sale.id, city: `city of ${sale.shop}` })}`,
    );
    expect(await lines(log, "sales-by-city")).toEqual(joined.sort());
  });

  it.each([
    ["the group that a row has left is not told", '"row":null}'],
    ["nobody asks for the rows that are named", '"names":true'],
  ])("end otherwise where %s", async (_what, lost) => {
    const log = simulatedKafka({ seed: 1 });
    await beginTurnover(log);
    const forgetful = losing(log, ({ topic, value }) => topic.endsWith("-repartition") && text(value)!.includes(lost));
    await worker(turnoverCase.pipeline, forgetful, { until: "end" }).run();
    const { tables } = await tablesIn(log, outputsOf(turnoverCase));
    expect(tables).not.toEqual(expectedTables(turnoverCase));
  });
});
