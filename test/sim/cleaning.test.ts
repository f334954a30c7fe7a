import { describe, expect, it } from "vitest";
import type { LogRecord } from "../../src/log/index.js";
import { fault, type SimulatedKafka } from "../../src/sim/index.js";
import { consume, contents, rec, withTopic } from "./helpers.js";

const HOUR = 3_600_000;
const compacting = (more: Record<string, string> = {}) => ({
  partitions: 1,
  config: { "cleanup.policy": "compact", ...more },
});

async function send(kafka: SimulatedKafka, ...keyValues: string[]): Promise<void> {
  const producer = await kafka.producer();
  for (const keyValue of keyValues) await producer.send([rec(keyValue)]);
}

describe("compaction", () => {
  it("leaves the active segment as it is: duplicates remain there", async () => {
    const kafka = await withTopic([], compacting());
    await send(kafka, "a=1", "a=2");
    kafka.compact("t");
    await send(kafka, "a=3", "a=4");
    expect(await contents(kafka)).toEqual(["a=2", "a=3", "a=4"]);
    kafka.compact("t");
    expect(await contents(kafka)).toEqual(["a=4"]);
  });

  it("keeps a tombstone for delete.retention.ms from its first compaction on, then drops it", async () => {
    const kafka = await withTopic([], compacting({ "delete.retention.ms": "1000" }));
    await send(kafka, "a=1", "b=1", "a=");
    await kafka.clock.sleep(5000);
    kafka.compact("t");
    expect(await contents(kafka)).toEqual(["b=1", "a="]);
    await kafka.clock.sleep(900);
    kafka.compact("t");
    expect(await contents(kafka)).toEqual(["b=1", "a="]);
    await kafka.clock.sleep(200);
    kafka.compact("t");
    expect(await contents(kafka)).toEqual(["b=1"]);
  });

  it("does not reach past an open transaction, and drops what was aborted", async () => {
    const kafka = await withTopic([], compacting());
    const producer = await kafka.transactionalProducer("x");
    const open = await producer.begin();
    await send(kafka, "a=1", "a=2");
    kafka.compact("t");
    await open.send([rec("a=aborted")]);
    await send(kafka, "b=1", "b=2");
    kafka.compact("t");
    expect(await contents(kafka, "read_uncommitted")).toEqual(["a=2", "a=aborted", "b=1", "b=2"]);
    await open.abort();
    await kafka.clock.sleep(10);
    kafka.compact("t");
    expect(await contents(kafka, "read_uncommitted")).toEqual(["a=2", "b=2"]);
  });

  it("comes by itself once half of the closed segments is new", async () => {
    const kafka = await withTopic([], compacting({ "internal.segment.bytes": "200" }));
    await send(kafka, ...Array.from({ length: 20 }, (_, i) => `k=${i}`));
    expect(await contents(kafka)).toHaveLength(20);
    await kafka.clock.sleep(20_000);
    expect((await contents(kafka)).length).toBeLessThan(5);
    expect((await contents(kafka)).at(-1)).toBe("k=19");
  });

  it("does not come by itself while nothing but the active segment is there", async () => {
    const kafka = await withTopic([], compacting());
    await send(kafka, "a=1", "a=2");
    await kafka.clock.sleep(HOUR);
    expect(await contents(kafka)).toEqual(["a=1", "a=2"]);
  });

  it("waits for min.compaction.lag.ms", async () => {
    const kafka = await withTopic([], compacting({ "min.compaction.lag.ms": "60000" }));
    await send(kafka, "a=1", "a=2");
    kafka.compact("t");
    expect(await contents(kafka)).toHaveLength(2);
    await kafka.clock.sleep(61_000);
    kafka.compact("t");
    expect(await contents(kafka)).toEqual(["a=2"]);
  });
});

describe("retention", () => {
  it("deletes whole segments whose newest record is too old, and readers start behind them", async () => {
    const config = { "retention.ms": "3600000", "internal.segment.bytes": "150" };
    const kafka = await withTopic([], { partitions: 1, config });
    await send(kafka, "k=1", "k=2", "k=3");
    await kafka.clock.sleep(2 * HOUR);
    await send(kafka, "k=4");
    await kafka.clock.sleep(300_000);
    const [range] = await kafka.offsets("t", "read_committed");
    expect(range).toEqual({ topic: "t", partition: 0, start: 3, end: 4 });
    expect(await contents(kafka)).toEqual(["k=4"]);
    const tooEarly = kafka.read({ topic: "t", partition: 0, offset: 1 }, 4, { isolation: "read_committed" });
    await expect(tooEarly[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "offset-out-of-range" });
  });

  it("closes and deletes the active segment too when all of it is too old", async () => {
    const kafka = await withTopic([], { partitions: 1, config: { "retention.ms": "60000" } });
    await send(kafka, "k=1", "k=2");
    await kafka.clock.sleep(HOUR);
    const [range] = await kafka.offsets("t", "read_committed");
    expect([range!.start, range!.end]).toEqual([2, 2]);
  });

  it("goes by the records' own times: old event times are gone at the first check", async () => {
    const kafka = await withTopic([], { partitions: 1, config: { "retention.ms": "60000" } });
    await (await kafka.producer()).send([rec("k=v", { timestamp: 0 })]);
    await kafka.clock.sleep(301_000);
    expect(await contents(kafka)).toEqual([]);
  });

  it("keeps retention.bytes, in whole segments", async () => {
    const config = { "retention.bytes": "400", "internal.segment.bytes": "150" };
    const kafka = await withTopic([], { partitions: 1, config });
    await send(kafka, ...Array.from({ length: 20 }, (_, i) => `k=${i}`));
    await kafka.clock.sleep(301_000);
    const left = await contents(kafka);
    expect(left.length).toBeLessThan(10);
    expect(left.at(-1)).toBe("k=19");
  });

  it("sends a consumer that has fallen behind to the start, or to the end, by its reset", async () => {
    for (const [reset, expected] of [
      ["earliest", 2],
      ["latest", 3],
    ] as const) {
      const kafka = await withTopic([], { partitions: 1, config: { "retention.ms": "60000" } });
      await send(kafka, "k=0", "k=1");
      const consumer = await consume(kafka, "g", { reset: "earliest", maxRecords: 1 });
      while ((await consumer.poll(100)).records.length === 0);
      await consumer.commit([{ topic: "t", partition: 0, offset: 1 }]);
      await consumer.close();
      await kafka.clock.sleep(HOUR);
      await send(kafka, "k=2");
      const late = await consume(kafka, "g", { reset });
      await late.poll(100);
      expect(late.position({ topic: "t", partition: 0 })).toBe(expected);
    }
  });

  it("stamps records with the append time where the topic says so", async () => {
    const config = { "message.timestamp.type": "LogAppendTime" };
    const kafka = await withTopic([], { partitions: 1, config });
    await (await kafka.producer()).send([rec("k=v", { timestamp: 5 })]);
    const all: LogRecord[] = [];
    for await (const batch of kafka.read({ topic: "t", partition: 0, offset: 0 }, 1, { isolation: "read_committed" }))
      all.push(...batch);
    expect(all[0]!.timestamp).toBeGreaterThan(kafka.scheduler.startMs);
  });

  it("is held back by a hung transaction", async () => {
    const faults = [fault.hungTransaction("t", 0, { fromMs: 10 })];
    const kafka = await withTopic(faults, { partitions: 1, config: { "retention.ms": "60000" } });
    await kafka.clock.sleep(HOUR);
    expect((await kafka.offsets("t", "read_uncommitted"))[0]!.start).toBe(0);
  });
});
