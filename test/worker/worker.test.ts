import { describe, expect, it } from "vitest";
import { count, millis, pipeline } from "../../src/core/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { type GuaranteeName, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, readAll, Sale, shopsBySales, someSales, takings, text } from "./support.js";

describe("worker", () => {
  it.each<[GuaranteeName, number]>([
    ["at-most-once", 1],
    ["at-least-once", 1],
    ["exactly-once", 1],
    ["at-most-once", 3],
    ["at-least-once", 3],
    ["exactly-once", 3],
  ])("agrees with the pure run when nothing goes wrong: %s, %i partitions", async (guarantee, partitions) => {
    const log = simulatedKafka({ seed: 3 });
    const rows = someSales(200, partitions);
    await produce(log, "sales", partitions, rows);
    const summary = await worker(takings, log, { guarantee, until: "end" }).run();
    expect(await lines(log, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
    expect(summary.dead).toBe(0);
    expect(summary.late).toBeGreaterThan(0);
    expect(await lines(log, "late-sales")).toHaveLength(summary.late);
  });

  it("agrees with the pure run over two repartitions, one behind the other", async () => {
    const log = simulatedKafka({ seed: 3 });
    const rows = someSales(200, 3);
    await produce(log, "sales", 3, rows);
    await worker(shopsBySales, log, { guarantee: "exactly-once", until: "end" }).run();
    expect(await lines(log, "shops-by-sales")).toEqual(expectedLines(shopsBySales, "sales", rows));
  });

  it("takes in what has come since an earlier run to the end, over a repartition too", async () => {
    const log = simulatedKafka({ seed: 3 });
    const rows = someSales(60, 3);
    for (const part of [rows.slice(0, 30), rows.slice(30)]) {
      await produce(log, "sales", 3, part);
      await worker(takings, log, { guarantee: "exactly-once", until: "end" }).run();
    }
    const counted = (await lines(log, "takings-by-shop")).map(
      (line) => JSON.parse(line.slice(line.indexOf("{"))).sales,
    );
    const late = await lines(log, "late-sales");
    expect(counted.reduce((sum, sales) => sum + sales, 0) + late.length).toBe(60);
  });

  it("goes on where it stopped, with its state", async () => {
    const log = simulatedKafka({ seed: 3 });
    const rows = someSales(200, 1);
    await produce(log, "sales", 1, rows.slice(0, 120));
    const first = worker(takings, log, { guarantee: "exactly-once" });
    const ran = first.run();
    await log.clock.sleep(2_000);
    first.stop();
    await ran;
    const before = await lines(log, "takings-by-shop");
    expect(before.length).toBeGreaterThan(0);
    await produce(log, "sales", 1, rows.slice(120));
    await worker(takings, log, { guarantee: "exactly-once", until: "end" }).run();
    const after = await lines(log, "takings-by-shop");
    expect(after).toEqual(expectedLines(takings, "sales", rows));
  });

  it("sends what cannot be used to the dead letters, untouched, with the reason", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, [
      { partition: 0, sale: "{ broken" },
      { partition: 0, sale: { id: "s1", shop: "kiosk", at: "noon", cents: 1 } },
      { partition: 0, sale: { id: "s2", shop: "kiosk", at: 7, cents: 1 } },
    ]);
    const summary = await worker(takings, log, { until: "end" }).run();
    expect(summary).toMatchObject({ records: 3, dead: 2, results: 1 });
    const letters = await readAll(log, "dead-sales");
    expect(letters.map(({ value }) => text(value))).toEqual([
      "{ broken",
      '{"id":"s1","shop":"kiosk","at":"noon","cents":1}',
    ]);
    const said = letters.map(({ headers }) => Object.fromEntries(headers.map(([name, value]) => [name, text(value)])));
    expect(said[0]).toMatchObject({
      "dlq.reason": "undecodable",
      "dlq.topic": "sales",
      "dlq.offset": "0",
      "dlq.attempt": "1",
    });
    expect(said[1]).toMatchObject({
      "dlq.reason": "invalid",
      "dlq.step": "sales",
      "dlq.partition": "0",
      "dlq.offset": "1",
    });
  });

  it("shares the partitions between two instances", async () => {
    const log = simulatedKafka({ seed: 3 });
    const rows = someSales(300, 4);
    await produce(log, "sales", 4, rows);
    const summaries = await Promise.all(
      ["a", "b"].map((name) =>
        worker(takings, log.process(name).log, { guarantee: "exactly-once", until: "end" }).run(),
      ),
    );
    expect(await lines(log, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
    expect(summaries.every(({ records }) => records > 0)).toBe(true);
  });

  it("takes nothing while it is paused, keeps its partitions, and goes on", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const pausing = worker(takings, log);
    const ended = pausing.run();
    await log.clock.sleep(2_000);
    expect(pausing.status()).toMatchObject({ ready: true, summary: { records: 40 } });
    pausing.pause();
    await produce(log, "sales", 1, someSales(25, 1));
    await log.clock.sleep(30_000);
    expect(pausing.status().summary.records).toBe(40);
    pausing.resume();
    await log.clock.sleep(2_000);
    pausing.stop();
    expect((await ended).records).toBe(65);
  });

  it("makes the topic of a table's changes compacted, and that of events not", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(5, 1));
    const perShop = pipeline("per-shop")
      .from("sales", Sale)
      .eventTime("at", { outOfOrderness: millis(20) })
      .keyBy("shop")
      .aggregate({ sales: count() })
      .to("sales-per-shop");
    for (const plan of [perShop, takings]) await worker(plan, log, { until: "end" }).run();
    const policyOf = async (topic: string) => (await log.describeTopic(topic))?.config["cleanup.policy"];
    expect([await policyOf("sales-per-shop"), await policyOf("takings-by-shop"), await policyOf("late-sales")]).toEqual(
      ["compact", "delete", "delete"],
    );
  });

  it("says which topic is missing, and how to make it", async () => {
    const log = simulatedKafka({ seed: 3 });
    await expect(worker(takings, log).run()).rejects.toThrow(
      'there is no topic "sales". Try: npx tidemark topics create sales',
    );
  });

  it("refuses state of another plan", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(20, 1));
    await worker(takings, log, { until: "end" }).run();
    const other = { ...takings, plan: { ...takings.plan, late: null } };
    await expect(worker(other, log, { until: "end" }).run()).rejects.toThrow("this is the state of another plan");
  });
});
