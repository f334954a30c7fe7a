import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, millis, type Pipeline, pipeline, sum, tumbling } from "../../src/core/index.js";
import { kafka } from "../../src/kafka/index.js";
import type { Isolation, Log } from "../../src/log/index.js";
import { type GuaranteeName, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, Sale, someSales } from "../worker/support.js";
import { freshName, testBroker } from "./test-broker.js";

let brokers: readonly string[];
let log: Log;
beforeAll(async () => {
  brokers = (await testBroker()).brokers;
  log = kafka({ brokers });
}, 120_000);
afterAll(() => log.close());

/** The pipeline of the simulated tests, between topics of its own: the broker is shared. */
function takingsIn(name: string): Pipeline {
  return pipeline(name)
    .from(`${name}-sales`, Sale)
    .eventTime("at", { outOfOrderness: millis(20) })
    .keyBy("shop")
    .window(tumbling(millis(50)))
    .aggregate({ sales: count(), cents: sum("cents") })
    .to(`${name}-takings`)
    .late(`${name}-late`);
}

/** What a topic holds once the last commit is visible, which on a real broker is a moment after it is sure. */
async function settledLines(topic: string): Promise<string[]> {
  const ends = async (isolation: Isolation): Promise<string> =>
    (await log.offsets(topic, isolation)).map(({ end }) => end).join();
  while ((await ends("read_committed")) !== (await ends("read_uncommitted"))) await log.clock.sleep(10);
  return await lines(log, topic);
}

describe("the worker on real Kafka", () => {
  it.each<[GuaranteeName, number]>([
    ["at-least-once", 1],
    ["exactly-once", 1],
    ["exactly-once", 3],
  ])("agrees with the pure run: %s, %i partitions", async (guarantee, partitions) => {
    const name = freshName("takings");
    const takings = takingsIn(name);
    const rows = someSales(500, partitions);
    await produce(log, `${name}-sales`, partitions, rows);
    const summary = await worker(takings, log, { guarantee, until: "end" }).run();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
    expect(summary.records).toBeGreaterThanOrEqual(500);
    expect(await settledLines(`${name}-late`)).toHaveLength(summary.late);
  });

  it("goes on with its state where another process stopped", async () => {
    const name = freshName("handed-over");
    const takings = takingsIn(name);
    const rows = someSales(400, 2);
    await produce(log, `${name}-sales`, 2, rows.slice(0, 250));
    const other = kafka({ brokers });
    const first = worker(takings, other, { guarantee: "exactly-once" });
    const ran = first.run();
    while (first.status().summary.records < 250) await log.clock.sleep(20);
    first.stop();
    await ran;
    await other.close();
    await produce(log, `${name}-sales`, 2, rows.slice(250));
    await worker(takings, log, { guarantee: "exactly-once", until: "end" }).run();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
  });

  it("shares the partitions of a repartitioned plan between two instances", async () => {
    const name = freshName("shared");
    const takings = takingsIn(name);
    const rows = someSales(600, 4);
    await produce(log, `${name}-sales`, 4, rows);
    const other = kafka({ brokers });
    await Promise.all(
      [log, other].map((one) => worker(takings, one, { guarantee: "exactly-once", until: "end" }).run()),
    );
    await other.close();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
  });
});
