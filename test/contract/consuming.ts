import { expect, it } from "vitest";
import type { Skipped } from "../../src/log/index.js";
import { eventually, type MakeSubject, pollFor, record, settle, show } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function consumingContract(make: MakeSubject): void {
  const test = withSubject(make);

  it("gives a lone member every partition, and each record once, in the order of its partition", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("alone");
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const sent = Array.from({ length: 10 }, (_, i) => record(topic, `k=${i}`, i % 2));
      await (await log.producer()).send(sent);
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      const seen = await pollFor(subject, consumer, 10);
      expect(seen.assigned).toHaveLength(2);
      expect(consumer.assignment).toEqual([
        { topic, partition: 0 },
        { topic, partition: 1 },
      ]);
      const of = (partition: number): string[] => seen.records.filter((r) => r.partition === partition).map(show);
      expect(of(0)).toEqual(["k=0", "k=2", "k=4", "k=6", "k=8"]);
      expect(of(1)).toEqual(["k=1", "k=3", "k=5", "k=7", "k=9"]);
      expect((await consumer.poll(50)).records).toEqual([]);
    }));

  it("refuses a topic that is not there", () =>
    test(async ({ log, unique }) => {
      const made = log.consumer({ ...earliest, group: unique("g"), topics: [unique("nowhere")] });
      await expect(made).rejects.toMatchObject({ code: "unknown-topic" });
    }));

  it("answers a poll with nothing when nothing comes, and not before its time", () =>
    test(async ({ log, unique }) => {
      const topic = unique("empty");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      while (consumer.assignment.length === 0) await consumer.poll(100);
      const before = log.clock.now();
      expect(await consumer.poll(200)).toEqual({ revoked: [], assigned: [], records: [], skipped: [] });
      expect(log.clock.now() - before).toBeGreaterThanOrEqual(190);
    }));

  it("returns at most maxRecords of a partition from one poll, and the rest from the next", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("bounded");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(Array.from({ length: 7 }, (_, i) => record(topic, `k=${i}`)));
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic], maxRecords: 3 });
      const sizes: number[] = [];
      while (sizes.reduce((a, b) => a + b, 0) < 7) {
        const { records } = await consumer.poll(100);
        if (records.length > 0) sizes.push(records.length);
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
      expect(consumer.position({ topic, partition: 0 })).toBe(7);
      expect(subject.log.name).not.toBe("");
    }));

  it("starts at the end with reset latest, and sees only what comes after", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("latest");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      await producer.send([record(topic, "k=old")]);
      const consumer = await log.consumer({ ...earliest, reset: "latest", group: unique("g"), topics: [topic] });
      await settle(subject, [consumer], [1]);
      await consumer.poll(100);
      await producer.send([record(topic, "k=new")]);
      expect((await pollFor(subject, consumer, 1)).records.map(show)).toEqual(["k=new"]);
    }));

  it("goes on at the committed offset, which is the next to read", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("resumed"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(["k=0", "k=1", "k=2"].map((kv) => record(topic, kv)));
      expect(await log.committed(group, topic)).toEqual([null]);
      const first = await log.consumer({ ...earliest, group, topics: [topic] });
      await pollFor(subject, first, 3);
      await first.commit([{ topic, partition: 0, offset: 2 }]);
      expect(await log.committed(group, topic)).toEqual([2]);
      await first.close();
      const second = await log.consumer({ ...earliest, group, topics: [topic] });
      expect((await pollFor(subject, second, 1)).records.map(show)).toEqual(["k=2"]);
    }));

  it("commits nothing, gladly, even before it has joined", () =>
    test(async ({ log, unique }) => {
      const topic = unique("nothing");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.consumer({ ...earliest, group: unique("g"), topics: [topic] })).commit([]);
    }));

  it("forgets what was polled but not committed", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("uncommitted"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(["k=0", "k=1"].map((kv) => record(topic, kv)));
      const first = await log.consumer({ ...earliest, group, topics: [topic] });
      await pollFor(subject, first, 2);
      await first.close();
      const second = await log.consumer({ ...earliest, group, topics: [topic] });
      expect((await pollFor(subject, second, 2)).records.map(show)).toEqual(["k=0", "k=1"]);
    }));

  it.each(["earliest", "latest"] as const)("starts by reset (%s) where the committed offset is out of range", (reset) =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("range"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(["k=0", "k=1"].map((kv) => record(topic, kv)));
      await log.setCommitted(group, [{ topic, partition: 0, offset: 77 }]);
      const consumer = await log.consumer({ ...earliest, reset, group, topics: [topic] });
      await settle(subject, [consumer], [1]);
      if (reset === "earliest") expect((await pollFor(subject, consumer, 2)).records).toHaveLength(2);
      else expect((await consumer.poll(200)).records).toEqual([]);
      expect(consumer.position({ topic, partition: 0 })).toBe(2);
    }),
  );

  it("seeks back and forth", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("sought");
      const at = { topic, partition: 0 };
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send(["k=0", "k=1", "k=2"].map((kv) => record(topic, kv)));
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      await pollFor(subject, consumer, 3);
      consumer.seek({ ...at, offset: 1 });
      expect(consumer.position(at)).toBe(1);
      expect((await pollFor(subject, consumer, 2)).records.map(show)).toEqual(["k=1", "k=2"]);
      consumer.seek({ ...at, offset: 0 });
      expect((await pollFor(subject, consumer, 3)).records.map(show)).toEqual(["k=0", "k=1", "k=2"]);
    }));

  it.each([
    { reset: "earliest", to: 5, records: ["k=5", "k=6"] },
    { reset: "latest", to: 7, records: [] },
  ] as const)("says what was deleted before it was read, and goes on at the $reset", ({ reset, to, records }) =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("expired"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const producer = await log.producer();
      await producer.send(Array.from({ length: 5 }, (_, i) => record(topic, `k=${i}`, 0)));
      await log.setCommitted(group, [
        { topic, partition: 0, offset: 2 },
        { topic, partition: 1, offset: 0 },
      ]);
      await subject.expire(topic);
      await producer.send([record(topic, "k=5", 0), record(topic, "k=6", 0)]);
      const consumer = await log.consumer({ isolation: "read_committed", reset, group, topics: [topic] });
      const skipped: Skipped[] = [];
      const seen: string[] = [];
      await eventually(subject, "the end of the topic", async () => {
        const polled = await consumer.poll(100);
        skipped.push(...polled.skipped);
        seen.push(...polled.records.map(show));
        return skipped.length > 0 && consumer.position({ topic, partition: 0 }) === 7;
      });
      expect(skipped).toEqual([{ topic, partition: 0, from: 2, to }]);
      expect(seen).toEqual(records);
    }),
  );

  it("keeps a paused partition and returns none of its records until it is resumed", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("paused");
      const zero = { topic, partition: 0 };
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      await settle(subject, [consumer], [2]);
      consumer.pause([zero]);
      await (await log.producer()).send([record(topic, "k=0", 0), record(topic, "k=1", 1)]);
      expect((await pollFor(subject, consumer, 1)).records.map(show)).toEqual(["k=1"]);
      expect((await consumer.poll(100)).records).toEqual([]);
      expect(consumer.assignment).toHaveLength(2);
      consumer.resume([zero]);
      expect((await pollFor(subject, consumer, 1)).records.map(show)).toEqual(["k=0"]);
    }));

  it("reads several topics at once", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [left, right] = [unique("left"), unique("right")];
      await log.createTopics([
        { name: left, partitions: 1 },
        { name: right, partitions: 2 },
      ]);
      await (await log.producer()).send([record(left, "k=l"), record(right, "k=r", 1)]);
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [right, left] });
      const { records } = await pollFor(subject, consumer, 2);
      expect(new Set(records.map((one) => `${one.topic} ${show(one)}`))).toEqual(
        new Set([`${left} k=l`, `${right} k=r`]),
      );
      expect(consumer.assignment).toEqual([
        { topic: left, partition: 0 },
        { topic: right, partition: 0 },
        { topic: right, partition: 1 },
      ]);
    }));

  it("refuses position, seek, pause and resume of what is not assigned", () =>
    test(async ({ log, unique }) => {
      const topic = unique("strange");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      const at = { topic, partition: 0 };
      const rebalanced = expect.objectContaining({ code: "rebalanced" });
      expect(() => consumer.position(at)).toThrow(rebalanced);
      expect(() => consumer.seek({ ...at, offset: 0 })).toThrow(rebalanced);
      expect(() => consumer.pause([at])).toThrow(rebalanced);
      expect(() => consumer.resume([at])).toThrow(rebalanced);
    }));
}

export const earliest = { isolation: "read_committed", reset: "earliest" } as const;
