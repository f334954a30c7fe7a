import { describe, expect, it } from "vitest";
import { simulatedKafka } from "../../src/sim/index.js";
import { consume, contents, rec, show, withTopic } from "./helpers.js";

describe("the simulated Kafka", () => {
  const program = async (seed: number): Promise<string> => {
    const kafka = await withTopic([], {}, { seed });
    const work = async (name: string): Promise<void> => {
      const { log } = kafka.process(name);
      const producer = await log.producer();
      const consumer = await consume(log);
      for (let i = 0; i < 10; i++) {
        await producer.send([rec(`${name}=${i}`)]);
        const { records } = await consumer.poll(5);
        const last = records.at(-1);
        if (last !== undefined) await consumer.commit([{ ...last, offset: last.offset + 1 }]).catch(() => {});
      }
      await log.close();
    };
    await Promise.all([work("left"), work("right")]);
    return String(kafka.story);
  };

  it("tells the same story for the same seed, to the byte, and another one for another", async () => {
    const [first, again, other] = [await program(3), await program(3), await program(4)];
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    expect(first).toMatch(/left +#\d+ → send t\[\d\]/);
  });

  it("tells the same story while other simulations run beside it", async () => {
    const alone = await program(5);
    const [beside] = await Promise.all([program(5), program(6), program(7)]);
    expect(beside).toBe(alone);
  });

  it("keeps only the last lines of a long story", async () => {
    const kafka = await withTopic([], {}, { storyLines: 10 });
    const producer = await kafka.producer();
    for (let i = 0; i < 20; i++) await producer.send([rec(`k=${i}`)]);
    expect(kafka.story.lines).toHaveLength(10);
    expect(String(kafka.story)).toContain("earlier lines are gone");
    expect(String(kafka.story)).toContain("@19");
  });

  it("hands a record out as it was sent, whatever the sender does with its bytes afterwards", async () => {
    const kafka = await withTopic([], { partitions: 1 });
    const value = new Uint8Array([65]);
    await (await kafka.producer()).send([{ topic: "t", key: null, value }]);
    value[0] = 66;
    expect(await contents(kafka)).toEqual(["=A"]);
  });

  it("keeps a member whose one poll lasts longer than its session", async () => {
    const kafka = await withTopic();
    const consumer = await consume(kafka, "g", { sessionTimeoutMs: 1000 });
    await consumer.poll(10);
    for (let i = 0; i < 3; i++)
      expect(await consumer.poll(5000)).toEqual({ revoked: [], assigned: [], records: [], skipped: [] });
    await consumer.commit([{ topic: "t", partition: 0, offset: 0 }]);
  });

  it("notices added partitions when metadata is refreshed", async () => {
    const kafka = await withTopic();
    const consumer = await consume(kafka);
    await consumer.poll(10);
    await kafka.addPartitions("t", 3);
    let polls = 0;
    while (consumer.assignment.length < 3 && polls++ < 400) await consumer.poll(1000);
    expect(polls).toBeGreaterThan(200);
    expect(consumer.assignment).toHaveLength(3);
  });

  it("forgets the offsets of a group that nobody has used for a week", async () => {
    const kafka = await withTopic();
    const consumer = await consume(kafka);
    await consumer.poll(10);
    await consumer.commit([{ topic: "t", partition: 0, offset: 0 }]);
    await consumer.close();
    await kafka.clock.sleep(6 * 86_400_000);
    expect(await kafka.committed("g", "t")).toEqual([0, null]);
    await kafka.clock.sleep(2 * 86_400_000);
    expect(await kafka.committed("g", "t")).toEqual([null, null]);
  });

  it("wakes a sleeper early when its signal says so", async () => {
    const kafka = simulatedKafka({ seed: 1 });
    const stop = new AbortController();
    const asleep = kafka.clock.sleep(1_000_000, stop.signal);
    await kafka.clock.sleep(10);
    stop.abort();
    await asleep;
    expect(kafka.scheduler.now - kafka.scheduler.startMs).toBeLessThan(1000);
  });

  it("runs a day of traffic and delivers each record once", async () => {
    const kafka = await withTopic([], {}, { storyLines: 0 });
    const producer = await kafka.producer();
    const consumer = await consume(kafka);
    const minutes = 24 * 60;
    const produce = async (): Promise<void> => {
      for (let minute = 0; minute < minutes; minute++) {
        await producer.send(Array.from({ length: 5 }, (_, i) => rec(`k${i}=${minute}`)));
        await kafka.clock.sleep(60_000);
      }
    };
    const seen = new Map<string, number>();
    const read = async (): Promise<void> => {
      for (let left = 5 * minutes; left > 0; ) {
        const { records } = await consumer.poll(60_000);
        left -= records.length;
        for (const one of records) seen.set(show(one), (seen.get(show(one)) ?? 0) + 1);
      }
    };
    await Promise.all([produce(), read()]);
    expect(seen.size).toBe(5 * minutes);
    expect(Math.max(...seen.values())).toBe(1);
    expect(kafka.scheduler.now - kafka.scheduler.startMs).toBeGreaterThanOrEqual(86_400_000);
  });
});
