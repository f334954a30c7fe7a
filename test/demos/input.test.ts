import { describe, expect, it } from "vitest";
import { orders } from "../../src/datasets/index.js";
import { newRecord, sendAll } from "../../src/demos/input.js";
import { simulatedKafka } from "../../src/sim/index.js";

const { signal } = new AbortController();

describe("sendAll", () => {
  it("keeps to the pace that it is given, by the log's clock", async () => {
    const log = simulatedKafka({ seed: 1 });
    await log.createTopics(orders.topics);
    const records = orders.generate({ count: 900 }).map(newRecord);
    const before = log.clock.now();
    expect(await sendAll(log, records, { signal, perSecond: 300 })).toBe(900);
    const seconds = (log.clock.now() - before) / 1000;
    expect(seconds).toBeGreaterThan(2.8); // the last batch of thirty is not waited for
    expect(seconds).toBeLessThan(3);
  });

  it("keeps a slow pace record by record", async () => {
    const log = simulatedKafka({ seed: 1 });
    await log.createTopics(orders.topics);
    const before = log.clock.now();
    await sendAll(log, orders.generate({ count: 5 }).map(newRecord), { signal, perSecond: 0.5 });
    expect(Math.round((log.clock.now() - before) / 1000)).toBe(8);
  });

  it("sends as fast as it goes without a pace", async () => {
    const log = simulatedKafka({ seed: 1 });
    await log.createTopics(orders.topics);
    const before = log.clock.now();
    await sendAll(log, orders.generate({ count: 5000 }).map(newRecord), { signal });
    expect(log.clock.now() - before).toBeLessThan(1000);
  });
});
