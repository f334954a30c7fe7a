import { expect, it } from "vitest";
import { earliest } from "./consuming.js";
import { eventually, type MakeSubject, pollFor, readAll, record, type Subject, show } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function compactionContract(make: MakeSubject): void {
  const test = withSubject(make);

  const compacted = async (subject: Subject, keyValues: readonly string[]): Promise<string> => {
    const topic = subject.unique("compacted");
    await subject.log.createTopics([{ name: topic, partitions: 1, config: subject.compactable }]);
    const producer = await subject.log.producer();
    for (const keyValue of keyValues) await producer.send([record(topic, keyValue)]);
    await subject.compact(topic);
    return topic;
  };

  it("keeps the last record of each key, at its own offset", () =>
    test(async (subject) => {
      const topic = await compacted(subject, ["a=1", "b=1", "a=2", "c=1", "b=2"]);
      const left = (await readAll(subject.log, topic, "read_committed")).filter((one) => one.offset < 5);
      expect(left.map((one) => `${one.offset}:${show(one)}`)).toEqual(["2:a=2", "3:c=1", "4:b=2"]);
      const [range] = await subject.log.offsets(topic, "read_committed");
      expect(range!.start).toBe(0);
      expect(range!.end).toBeGreaterThanOrEqual(5);
    }));

  it("keeps a young tombstone, so that a reader half-way learns of the deletion", () =>
    test(async (subject) => {
      const topic = await compacted(subject, ["a=1", "b=1", "a="]);
      const left = (await readAll(subject.log, topic, "read_committed")).filter((one) => one.offset < 3);
      expect(left.map((one) => `${one.offset}:${show(one)}`)).toEqual(["1:b=1", "2:a="]);
    }));

  it("carries a consumer over the gaps", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = await compacted(subject, ["a=1", "a=2", "a=3", "b=1"]);
      const [range] = await log.offsets(topic, "read_committed");
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      const seen = await pollFor(subject, consumer, 2);
      expect(seen.records.slice(0, 2).map(show)).toEqual(["a=3", "b=1"]);
      const at = { topic, partition: 0 };
      await eventually(subject, "the end", async () => {
        await consumer.poll(50);
        return consumer.position(at) === range!.end;
      });
      consumer.seek({ ...at, offset: 0 });
      expect((await pollFor(subject, consumer, 1)).records[0]!.offset).toBe(2);
    }));

  it("folds to the same table before and after", () =>
    test(async (subject) => {
      const keyValues = Array.from({ length: 40 }, (_, i) => `k${i % 7}=${i % 5 === 0 ? "" : i}`);
      const topic = await compacted(subject, keyValues);
      const table = new Map<string, string>();
      for (const keyValue of keyValues) table.set(...(keyValue.split("=") as [string, string]));
      const folded = new Map<string, string>();
      for (const one of await readAll(subject.log, topic, "read_committed"))
        if (one.offset < keyValues.length) folded.set(...(show(one).split("=") as [string, string]));
      for (const [key, value] of table) expect(folded.get(key) ?? "").toBe(value);
    }));
}
