import { describe, expect, it } from "vitest";
import { z } from "zod";
import { count, left, millis, type Pipeline, pipeline, right, seconds, tumbling } from "../../src/core/index.js";
import { partitionOf } from "../../src/log/index.js";
import { type SimulatedKafka, simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { lines, produce } from "./support.js";

const Click = z.object({ at: z.number(), page: z.string() });
type Click = z.infer<typeof Click>;
const pages = ["pier", "quay", "mole", "dock"];
const time = { outOfOrderness: millis(0), idleAfter: seconds(5) } as const;

/** With `key` the stage is whole, one task a partition; without it rows travel through an internal topic. */
const clicks = (topic: string, key: boolean, close: boolean) =>
  pipeline("clicks")
    .from(topic, Click, key ? { key: "page" } : {})
    .eventTime("at", close ? { ...time, whenIdle: "close" } : time);

const perPage = (key: boolean, close = true): Pipeline =>
  clicks("clicks", key, close)
    .keyBy("page")
    .window(tumbling(millis(10)))
    .aggregate({ clicks: count() })
    .to("out");

/** Windows behind windows: the second ones must not close before the results of the first have come. */
const perCount = (key: boolean): Pipeline =>
  clicks("clicks", key, true)
    .keyBy("page")
    .window(tumbling(millis(10)))
    .aggregate({ clicks: count() })
    .keyBy("clicks")
    .window(tumbling(millis(20)))
    .aggregate({ pages: count() })
    .to("out");

const joined = (key: boolean): Pipeline =>
  clicks("clicks", key, false)
    .keyBy("page")
    .join(clicks("sales", key, false).keyBy("page"), { before: millis(5), after: millis(5), kind: "left" })
    .select({ page: left("page"), at: left("at"), sale: right("at") })
    .to("out");

async function write(log: SimulatedKafka, topic: string, partitions: number, rows: readonly Click[]): Promise<void> {
  const partition = ({ page }: Click): number => partitionOf(new TextEncoder().encode(page), partitions);
  await produce(
    log,
    topic,
    partitions,
    rows.map((sale) => ({ partition: partition(sale), sale })),
  );
}

/** Runs a worker for so long by the log's clock, and stops it: each run begins from the state of the one before. */
async function runFor(log: SimulatedKafka, plan: Pipeline, ms: number): Promise<void> {
  const running = worker(plan, log, { guarantee: "exactly-once" });
  const ended = running.run();
  await log.clock.sleep(ms);
  running.stop();
  await ended;
}

const partitions = [1, 2, 3, 4];
const both = partitions.flatMap((count) => [true, false].map((key) => ({ count, key })));

describe("whenIdle: close", () => {
  it.each(both)("closes the last windows, once: $count partitions, keyed $key", async ({ count, key }) => {
    const log = simulatedKafka({ seed: count });
    await write(
      log,
      "clicks",
      count,
      [...pages, ...pages].map((page, i) => ({ page, at: i })),
    );
    await runFor(log, perPage(key), 4_000);
    expect(await lines(log, "out")).toEqual([]);
    await runFor(log, perPage(key), 20_000);
    await runFor(log, perPage(key), 20_000);
    const row = (page: string) => `${page}@0/10 ${JSON.stringify({ page, windowStart: 0, windowEnd: 10, clicks: 2 })}`;
    expect(await lines(log, "out")).toEqual(pages.map(row).sort());
  });

  it.each(both)("loses nothing to windows behind windows: $count partitions, keyed $key", async ({ count, key }) => {
    const log = simulatedKafka({ seed: count });
    await write(
      log,
      "clicks",
      count,
      [...pages, "pier"].map((page, i) => ({ page, at: i })),
    );
    for (let run = 0; run < 6; run++) await runFor(log, perCount(key), 7_000);
    expect((await lines(log, "out")).map((line) => JSON.parse(line.slice(line.indexOf(" "))).pages)).toEqual([3, 1]);
  });

  it("is off unless asked for", async () => {
    const log = simulatedKafka({ seed: 1 });
    await write(log, "clicks", 2, [{ page: "pier", at: 1 }]);
    await runFor(log, perPage(false, false), 60_000);
    expect(await lines(log, "out")).toEqual([]);
  });

  it("leaves windows open while another partition is not idle", async () => {
    const log = simulatedKafka({ seed: 1 });
    await write(
      log,
      "clicks",
      2,
      pages.map((page, i) => ({ page, at: i })),
    );
    const running = worker(perPage(false), log, { guarantee: "exactly-once" });
    const ended = running.run();
    for (let at = 4; at < 9; at++) {
      await log.clock.sleep(4_000);
      await write(log, "clicks", 2, [{ page: "pier", at }]);
    }
    expect(await lines(log, "out")).toEqual([]);
    await log.clock.sleep(20_000);
    running.stop();
    await ended;
    expect(await lines(log, "out")).toHaveLength(4);
  });
});

describe("a join with a silent side", () => {
  it.each(both)("answers once that is idle: $count partitions, keyed $key", async ({ count, key }) => {
    const log = simulatedKafka({ seed: count });
    for (const topic of ["clicks", "sales"]) await write(log, topic, count, []);
    const running = worker(joined(key), log, { guarantee: "exactly-once" });
    const ended = running.run();
    for (let at = 0; at < 100; at += 10) {
      await write(
        log,
        "clicks",
        count,
        pages.map((page) => ({ page, at })),
      );
      await log.clock.sleep(2_000);
    }
    running.stop();
    await ended;
    const out = (await lines(log, "out")).map((line) => JSON.parse(line.slice(line.indexOf(" "))));
    expect(out.length).toBeGreaterThanOrEqual(4 * 8);
    expect(new Set(out.map((row) => `${row.page} ${row.at}`)).size).toBe(out.length);
    expect(out.every(({ sale }) => sale === null)).toBe(true);
  });
});
