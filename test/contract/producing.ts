import { expect, it } from "vitest";
import { type Headers, partitionOf } from "../../src/log/index.js";
import { bytes, eventually, type MakeSubject, readAll, record, show, text } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function producingContract(make: MakeSubject): void {
  const test = withSubject(make);

  it("gives a receipt for each record, in the order of the records", () =>
    test(async ({ log, unique }) => {
      const topic = unique("receipts");
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const producer = await log.producer();
      const receipts = await producer.send([record(topic, "a=1", 1), record(topic, "b=2", 0), record(topic, "c=3", 1)]);
      expect(receipts).toEqual([
        { topic, partition: 1, offset: 0 },
        { topic, partition: 0, offset: 0 },
        { topic, partition: 1, offset: 1 },
      ]);
    }));

  it("keeps key, value, timestamp and headers as they were, tombstones and empty bytes too", () =>
    test(async ({ log, unique }) => {
      const topic = unique("fields");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      const raw = new Uint8Array([0, 255, 128, 10]);
      const headers: Headers = [
        ["trace", raw],
        ["hop", bytes("1")],
        ["__proto__", bytes("a name like any other")],
        ["hop", bytes("2")],
        ["empty", new Uint8Array(0)],
        ["none", null],
        ["", bytes("nameless")],
      ];
      await producer.send([
        { topic, key: raw, value: raw, timestamp: 1234, headers },
        { topic, key: bytes("k"), value: null, timestamp: 0 },
        { topic, key: null, value: new Uint8Array(0), timestamp: 99 },
      ]);
      const [first, second, third] = await readAll(log, topic, "read_committed");
      expect([...first!.key!]).toEqual([...raw]);
      expect([...first!.value!]).toEqual([...raw]);
      expect(first!.headers.map(([name, value]) => [name, value && [...value]])).toEqual(
        headers.map(([name, value]) => [name, value && [...value]]),
      );
      expect([first!.timestamp, second!.timestamp, third!.timestamp]).toEqual([1234, 0, 99]);
      expect(second!.value).toBeNull();
      expect(third!.key).toBeNull();
      expect(third!.value).toHaveLength(0);
    }));

  it("keeps times before 1970 and ones that are far apart, and refuses what is no date", () =>
    test(async ({ log, unique }) => {
      const topic = unique("times");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      const times = [-8.64e15, 8.64e15, -5, 0, 1, 8_639_999_999_999_999];
      await producer.send(times.map((timestamp) => ({ topic, key: null, value: bytes("v"), timestamp })));
      expect((await readAll(log, topic, "read_committed")).map(({ timestamp }) => timestamp)).toEqual(times);
      for (const timestamp of [1.5, Number.NaN, 8.64e15 + 1, Number.POSITIVE_INFINITY]) {
        const refused = producer.send([{ topic, key: null, value: bytes("v"), timestamp }]);
        await expect(refused).rejects.toMatchObject({ code: "invalid-record" });
      }
    }));

  it("takes the time of the send where the producer wrote none", () =>
    test(async ({ log, unique }) => {
      const topic = unique("now");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const before = log.clock.now();
      await (await log.producer()).send([record(topic, "k=v")]);
      const [only] = await readAll(log, topic, "read_committed");
      expect(only!.timestamp).toBeGreaterThanOrEqual(before);
      expect(only!.timestamp).toBeLessThanOrEqual(log.clock.now());
    }));

  it("puts a key where Kafka's default partitioner puts it", () =>
    test(async ({ log, unique }) => {
      const topic = unique("keys");
      await log.createTopics([{ name: topic, partitions: 5 }]);
      const keys = ["21", "foobar", "abc", "", "sensor-1", "sensor-2", "ü", "user_99"];
      const records = keys.map((key) => ({ topic, key: bytes(key), value: null }));
      const receipts = await (await log.producer()).send(records);
      expect(receipts.map((receipt) => receipt.partition)).toEqual(keys.map((key) => partitionOf(bytes(key), 5)));
    }));

  it("spreads records without a key over the partitions that there are", () =>
    test(async ({ log, unique }) => {
      const topic = unique("keyless");
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const producer = await log.producer();
      for (let i = 0; i < 40; i++) await producer.send([record(topic, `=${i}`)]);
      const ends = (await log.offsets(topic, "read_committed")).map((range) => range.end);
      expect(ends[0]! + ends[1]!).toBe(40);
    }));

  it("keeps the order of sends that overlap", () =>
    test(async ({ log, unique }) => {
      const topic = unique("order");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      const values = Array.from({ length: 30 }, (_, i) => `k=${i}`);
      await Promise.all(values.map((value) => producer.send([record(topic, value)])));
      expect((await readAll(log, topic, "read_committed")).map(show)).toEqual(values);
    }));

  it("refuses a record that is larger than the topic allows, and takes one below", () =>
    test(async ({ log, unique }) => {
      const topic = unique("large");
      await log.createTopics([{ name: topic, partitions: 1, config: { "max.message.bytes": "2000" } }]);
      const producer = await log.producer();
      const large = producer.send([{ topic, key: null, value: new Uint8Array(2000) }]);
      await expect(large).rejects.toMatchObject({ name: "LogError", code: "too-large", retriable: false });
      await producer.send([{ topic, key: null, value: new Uint8Array(1000) }]);
      expect(await readAll(log, topic, "read_committed")).toHaveLength(1);
    }));

  it("takes a send of many small records that together exceed the limit of one", () =>
    test(async ({ log, unique }) => {
      const topic = unique("many");
      await log.createTopics([{ name: topic, partitions: 1, config: { "max.message.bytes": "2000" } }]);
      const many = Array.from({ length: 20 }, () => ({ topic, key: null, value: new Uint8Array(500) }));
      await (await log.producer()).send(many);
      expect(await readAll(log, topic, "read_committed")).toHaveLength(20);
    }));

  it("refuses a null key in a compacted topic, and a partition that is not there", () =>
    test(async ({ log, unique }) => {
      const topic = unique("strict");
      await log.createTopics([{ name: topic, partitions: 1, config: { "cleanup.policy": "compact" } }]);
      const producer = await log.producer();
      await expect(producer.send([record(topic, "=v")])).rejects.toMatchObject({ code: "invalid-record" });
      await expect(producer.send([record(topic, "k=v", 7)])).rejects.toMatchObject({ code: "invalid-record" });
      await producer.send([record(topic, "k=v", 0)]);
    }));

  it("sends nothing, gladly", () =>
    test(async ({ log }) => {
      expect(await (await log.producer()).send([])).toEqual([]);
    }));

  it("refuses a send after the producer was closed", () =>
    test(async ({ log, unique }) => {
      const producer = await log.producer({ idempotent: false });
      await producer.close();
      await producer.close();
      await expect(producer.send([record(unique("t"), "k=v")])).rejects.toMatchObject({ code: "closed" });
    }));

  it("reads a range from outside any group, and refuses none of an empty one", () =>
    test(async ({ log, unique }) => {
      const topic = unique("range");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(["a=0", "b=1", "c=2", "d=3"].map((kv) => record(topic, kv)));
      const seen: string[] = [];
      for await (const batch of log.read({ topic, partition: 0, offset: 1 }, 3, { isolation: "read_committed" }))
        seen.push(...batch.map((one) => `${one.offset}:${text(one.value)}`));
      expect(seen).toEqual(["1:1", "2:2"]);
      for await (const _ of log.read({ topic, partition: 0, offset: 3 }, 3, { isolation: "read_committed" }))
        expect.unreachable("the range is empty");
    }));

  it("says so when the topic or the partition to be read is not there", () =>
    test(async ({ log, unique }) => {
      const first = async (topic: string, partition: number): Promise<unknown> => {
        for await (const batch of log.read({ topic, partition, offset: 0 }, 1, { isolation: "read_committed" }))
          return batch;
        return null;
      };
      const topic = unique("one");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await expect(first(unique("nowhere"), 0)).rejects.toMatchObject({ code: "unknown-topic" });
      await expect(first(topic, 5)).rejects.toMatchObject({ code: "unknown-topic" });
    }));

  it("lets a producer without idempotence write as well", () =>
    test(async ({ log, unique }) => {
      const topic = unique("plain");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer({ idempotent: false });
      await producer.send([record(topic, "k=1")]);
      await producer.send([record(topic, "k=2"), record(topic, "k=3")]);
      expect((await readAll(log, topic, "read_committed")).map(show)).toEqual(["k=1", "k=2", "k=3"]);
    }));

  it("deletes a topic with its records, so that one made anew is empty", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("anew");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send([record(topic, "k=old")]);
      const before = await log.describeTopic(topic);
      await log.deleteTopics([topic]);
      await eventually(subject, "the topic to be gone", async () => (await log.describeTopic(topic)) === null);
      await log.createTopics([{ name: topic, partitions: 1 }]);
      expect((await log.describeTopic(topic))?.id).not.toBe(before?.id);
      expect((await (await log.producer()).send([record(topic, "k=new")]))[0]!.offset).toBe(0);
      expect((await readAll(log, topic, "read_committed")).map(show)).toEqual(["k=new"]);
    }));
}
