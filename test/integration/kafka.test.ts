import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kafka } from "../../src/kafka/index.js";
import type { Log, LogRecord, Transaction } from "../../src/log/index.js";
import { bytes, pollUntil, text } from "./records.js";
import { freshName, testBroker } from "./test-broker.js";

let log: Log;
beforeAll(async () => {
  log = kafka({ brokers: (await testBroker()).brokers });
}, 120_000);
afterAll(() => log.close());

async function topic(partitions = 1, config: Record<string, string> = {}): Promise<string> {
  const name = freshName("kafka");
  await log.createTopics([{ name, partitions, config }]);
  return name;
}

async function readAll(name: string, partition = 0): Promise<LogRecord[]> {
  // Up to the very end: what has just been committed may not be stable yet, and read waits for it.
  const range = (await log.offsets(name, "read_uncommitted"))[partition]!;
  const records: LogRecord[] = [];
  const from = { topic: name, partition, offset: range.start };
  for await (const some of log.read(from, range.end, { isolation: "read_committed" })) records.push(...some);
  return records;
}

describe("kafka", () => {
  it("shows a topic to the client that came second in making it", async () => {
    const other = kafka({ brokers: (await testBroker()).brokers });
    for (let round = 0; round < 6; round++) {
      const name = freshName("raced");
      const make = (one: Log): Promise<number | undefined> =>
        one
          .createTopics([{ name, partitions: 4 }])
          .catch(() => undefined)
          .then(async () => (await one.describeTopic(name))?.partitions);
      expect(await Promise.all([log, other].map(make))).toEqual([4, 4]);
    }
    await other.close();
  });

  it("gives back the bytes, timestamp and headers that were sent", async () => {
    const name = await topic();
    const producer = await log.producer();
    const record = { key: bytes("k"), value: bytes("v"), timestamp: 0, headers: [["a", bytes("1")]] as const };
    expect(await producer.send([{ topic: name, ...record }])).toEqual([{ topic: name, partition: 0, offset: 0 }]);
    expect(await readAll(name)).toEqual([{ topic: name, partition: 0, offset: 0, ...record }]);
  });

  it("hides every record of aborted transactions that interleave in one partition", async () => {
    const name = await topic();
    const producers = await Promise.all(["a", "b", "c"].map((id) => log.transactionalProducer(`${name}-${id}`)));
    const send = async (transaction: Transaction, value: string): Promise<unknown> =>
      await transaction.send([{ topic: name, key: null, value: bytes(value) }]);
    const [a, b, c] = await Promise.all(producers.map((producer) => producer.begin()));
    for (const round of [1, 2]) {
      await send(a!, `a${round}`);
      await send(b!, `b${round}`);
      await send(c!, `c${round}`);
    }
    await a!.abort();
    await send(b!, "b3");
    await b!.abort();
    await c!.commit();
    expect((await readAll(name)).map(({ value }) => text(value))).toEqual(["c1", "c2"]);
  });

  it("takes a key of four zero bytes for a key, not for the end of an aborted transaction", async () => {
    const name = await topic();
    const producer = await log.transactionalProducer(name);
    const aborted = await producer.begin();
    await aborted.send([{ topic: name, key: new Uint8Array(4), value: bytes("aborted 1") }]);
    await aborted.send([{ topic: name, key: new Uint8Array(4), value: bytes("aborted 2") }]);
    await aborted.abort();
    const committed = await producer.begin();
    await committed.send([{ topic: name, key: new Uint8Array(4), value: bytes("committed") }]);
    await committed.commit();
    expect((await readAll(name)).map(({ value }) => text(value))).toEqual(["committed"]);
  });

  it("moves the position of a consumer past transaction marks to the end", async () => {
    const name = await topic();
    const producer = await log.transactionalProducer(name);
    const transaction = await producer.begin();
    await transaction.send([{ topic: name, key: null, value: bytes("only") }]);
    await transaction.commit();
    const consumer = await log.consumer({
      group: name,
      topics: [name],
      isolation: "read_committed",
      reset: "earliest",
    });
    expect(await pollUntil(consumer, 1)).toHaveLength(1);
    const { end } = (await log.offsets(name, "read_uncommitted"))[0]!;
    while (consumer.position({ topic: name, partition: 0 }) < end) await consumer.poll(50);
    expect(consumer.position({ topic: name, partition: 0 })).toBe(2);
    await consumer.close();
  });

  it("answers many reads that are the first to ask, all at once", async () => {
    const name = await topic(8);
    const producer = await log.producer();
    const everywhere = Array.from({ length: 8 }, (_, partition) => ({
      topic: name,
      partition,
      key: null,
      value: bytes("v"),
    }));
    await producer.send(everywhere);
    const fresh = kafka({ brokers: (await testBroker()).brokers });
    const reads = everywhere.map(async ({ partition }) => {
      const from = { topic: name, partition, offset: 0 };
      for await (const some of fresh.read(from, 1, { isolation: "read_committed" })) return some.length;
      return 0;
    });
    expect(await Promise.all(reads)).toEqual(everywhere.map(() => 1));
    await fresh.close();
  });

  it("goes on with other topics after one was deleted under it", async () => {
    const [gone, kept] = [await topic(), await topic()];
    const to = (name: string) => [{ topic: name, key: null, value: bytes("v") }];
    const producer = await log.producer();
    await producer.send([...to(gone), ...to(kept)]);
    const other = kafka({ brokers: (await testBroker()).brokers });
    await other.deleteTopics([gone]);
    await other.close();
    await expect(producer.send(to(gone))).rejects.toMatchObject({ code: "unknown-topic" });
    expect(await producer.send(to(kept))).toEqual([{ topic: kept, partition: 0, offset: 1 }]);
    expect(await readAll(kept)).toHaveLength(2);
  });

  it("fences the producer before, also in the middle of its transaction", async () => {
    const name = await topic();
    const zombie = await log.transactionalProducer(name);
    const open = await zombie.begin();
    await open.send([{ topic: name, key: null, value: bytes("zombie") }]);
    const successor = await log.transactionalProducer(name);
    await expect(open.commit()).rejects.toMatchObject({ code: "fenced" });
    await expect(zombie.begin()).rejects.toMatchObject({ code: "fenced" });
    const transaction = await successor.begin();
    await transaction.send([{ topic: name, key: null, value: bytes("successor") }]);
    await transaction.commit();
    expect((await readAll(name)).map(({ value }) => text(value))).toEqual(["successor"]);
  });

  it("hands partitions over to a second member, and back when it leaves", async () => {
    const name = await topic(4);
    const options = { group: name, topics: [name], isolation: "read_committed", reset: "earliest" } as const;
    const first = await log.consumer(options);
    while (first.assignment.length < 4) await first.poll(200);
    const second = await log.consumer(options);
    while (second.assignment.length < 2) await Promise.all([first.poll(200), second.poll(200)]);
    expect(first.assignment).toHaveLength(2);
    expect(new Set([...first.assignment, ...second.assignment].map(({ partition }) => partition)).size).toBe(4);
    const lost = second.assignment[0]!;
    await expect(first.commit([{ ...lost, offset: 0 }])).rejects.toMatchObject({ code: "rebalanced" });
    await second.close();
    while (first.assignment.length < 4) await first.poll(200);
    await first.close();
  });
});
