import { describe, expect, it } from "vitest";
import { z } from "zod";
import { count, millis, pipeline, tumbling } from "../../src/core/index.js";
import { DEFAULT_START_MS, fault, simulatedKafka } from "../../src/sim/index.js";
import { logEvents, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, readAll, someSales, takings } from "./support.js";

const Click = z.object({ at: z.number(), page: z.string() });
const clicksOf = (idleAfterMs: number) =>
  pipeline("clicks")
    .from("clicks", Click)
    .eventTime("at", { outOfOrderness: millis(0), idleAfter: millis(idleAfterMs) })
    .keyBy("page")
    .window(tumbling(millis(10)))
    .aggregate({ clicks: count() })
    .to("clicks-by-page");

describe("a worker on a bad day", () => {
  it("says that keys have moved when a topic has more partitions than its state was made for", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(20, 1));
    await worker(takings, log, { until: "end" }).run();
    await log.addPartitions("sales", 3);
    await expect(worker(takings, log, { until: "end" }).run()).rejects.toThrow("has 1 partitions and");
  });

  it("ends with a word when a topic grows under it: keys have moved", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(20, 1));
    const ended = worker(takings, log).run();
    await log.clock.sleep(1_000);
    await log.addPartitions("sales", 3);
    await expect(ended).rejects.toThrow("sales had 1 partition when the worker began and has more now");
  });

  it("ends with a word when a topic is deleted under it", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(20, 1));
    const ended = worker(takings, log).run();
    await log.clock.sleep(1_000);
    await log.deleteTopics(["sales"]);
    await expect(ended).rejects.toThrow("sales was deleted while the worker read it. Try: make it anew");
  });

  it("ends with the broker's word when a result is larger than its topic allows", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(20, 1));
    await log.createTopics([{ name: "takings-by-shop", partitions: 1, config: { "max.message.bytes": "100" } }]);
    await expect(worker(takings, log, { until: "end" }).run()).rejects.toThrow(/max\.message\.bytes|too large/);
  });

  it("waits while the broker is away for a minute, and loses nothing", async () => {
    const log = simulatedKafka({ seed: 3, faults: [fault.brokerRestart(100, 60_000)] });
    const rows = someSales(200, 1);
    await produce(log, "sales", 1, rows);
    await worker(takings, log, { guarantee: "exactly-once", until: "end", maxRecords: 5 }).run();
    expect(log.clock.now() - DEFAULT_START_MS).toBeGreaterThan(60_000);
    expect(await lines(log, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
  });

  it("closes windows without a partition that is idle, and waits for one that only lags", async () => {
    const log = simulatedKafka({ seed: 3 });
    const click = (partition: number, at: number) => ({ partition, sale: { at, page: "pier" } });
    await produce(log, "clicks", 2, [click(0, 5), click(0, 25), click(1, 3)]);
    const running = worker(clicksOf(5_000), log);
    const ended = running.run();
    await log.clock.sleep(2_000);
    expect(await lines(log, "clicks-by-page")).toEqual([]);
    await log.clock.sleep(20_000);
    expect(await lines(log, "clicks-by-page")).toHaveLength(1);
    running.stop();
    await ended;
  });

  it("calls onStarted once, and its timers by the log's clock", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(5, 1));
    const called: string[] = [];
    const running = worker(takings, log, {
      onStarted: () => void called.push("started"),
      schedule: [
        { name: "each second", every: 1_000, run: () => void called.push("timer") },
        { name: "each minute", every: "* * * * *", run: () => void called.push("cron") },
      ],
    });
    const ended = running.run();
    await log.clock.sleep(61_000);
    running.stop();
    await ended;
    expect(called[0]).toBe("started");
    expect(called.filter((what) => what === "timer").length).toBeGreaterThanOrEqual(55);
    expect(called.filter((what) => what === "cron")).toEqual(["cron"]);
  });

  it("writes what happens as structured log lines", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(5, 1));
    const written: [string, object, string][] = [];
    const level = (name: string) => (fields: object, message: string) => void written.push([name, fields, message]);
    const observe = logEvents({ debug: level("debug"), info: level("info"), warn: level("warn") });
    await worker(takings, log, { until: "end", observe }).run();
    expect(written.map(([name, fields]) => `${name} ${(fields as { event: string }).event}`)).toEqual(
      expect.arrayContaining(["info started", "info resumed", "debug committed", "info stopped"]),
    );
    expect(await readAll(log, "takings-by-shop")).not.toEqual([]);
  });
});
