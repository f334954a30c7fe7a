import { expect, it } from "vitest";
import type { MakeSubject } from "./subject.js";
import { eventually, record } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function topicsContract(make: MakeSubject): void {
  const test = withSubject(make);

  it("describes a topic with its partitions and configs, and an absent one as null", () =>
    test(async ({ log, unique }) => {
      const name = unique("described");
      await log.createTopics([{ name, partitions: 3, config: { "cleanup.policy": "compact" } }]);
      const described = await log.describeTopic(name);
      expect(described?.partitions).toBe(3);
      expect(described?.id).toMatch(/./);
      expect((await log.describeTopic(name))?.id).toBe(described?.id);
      expect(described?.config["cleanup.policy"]).toBe("compact");
      expect(described?.config["max.message.bytes"]).toBeDefined();
      expect(await log.describeTopic(unique("absent"))).toBeNull();
    }));

  it("lists what was created and not what was deleted", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [kept, gone] = [unique("kept"), unique("gone")];
      await log.createTopics([
        { name: kept, partitions: 1 },
        { name: gone, partitions: 1 },
      ]);
      expect(await log.listTopics()).toEqual(expect.arrayContaining([kept, gone]));
      await log.deleteTopics([gone]);
      await eventually(subject, "the deleted topic to be gone", async () => !(await log.listTopics()).includes(gone));
      expect(await log.listTopics()).toContain(kept);
    }));

  it("refuses to create a topic twice, and creates the others of the call", () =>
    test(async ({ log, unique }) => {
      const [old, young] = [unique("old"), unique("young")];
      await log.createTopics([{ name: old, partitions: 1 }]);
      const both = log.createTopics([
        { name: old, partitions: 1 },
        { name: young, partitions: 1 },
      ]);
      await expect(both).rejects.toMatchObject({ name: "LogError", code: "topic-exists", retriable: false });
      expect(await log.describeTopic(young)).not.toBeNull();
    }));

  it.each([
    ["a name with a space", { suffix: " x", partitions: 1, config: {} }],
    ["no partitions", { suffix: "", partitions: 0, config: {} }],
    ["a config that is none", { suffix: "", partitions: 1, config: { "cleanup.policy": "sometimes" } }],
  ])("refuses a topic with %s", (_what, { suffix, partitions, config }) =>
    test(async ({ log, unique }) => {
      const made = log.createTopics([{ name: `${unique("bad")}${suffix}`, partitions, config }]);
      await expect(made).rejects.toMatchObject({ code: "invalid-topic" });
    }),
  );

  it("says so when a topic is not there", () =>
    test(async ({ log, unique }) => {
      const name = unique("nowhere");
      const unknown = { name: "LogError", code: "unknown-topic" };
      await expect(log.deleteTopics([name])).rejects.toMatchObject(unknown);
      await expect(log.offsets(name, "read_committed")).rejects.toMatchObject(unknown);
      await expect(log.committed(unique("group"), name)).rejects.toMatchObject(unknown);
      await expect(log.addPartitions(name, 4)).rejects.toMatchObject(unknown);
      const producer = await log.producer();
      await expect(producer.send([record(name, "k=v")])).rejects.toMatchObject(unknown);
    }));

  it("adds partitions, and leaves records where they are", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("growing");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      await producer.send([record(topic, "k=1")]);
      await log.addPartitions(topic, 3);
      await eventually(subject, "three partitions", async () => (await log.describeTopic(topic))?.partitions === 3);
      const ends = (await log.offsets(topic, "read_uncommitted")).map((range) => range.end);
      expect(ends).toEqual([1, 0, 0]);
      await expect(log.addPartitions(topic, 2)).rejects.toMatchObject({ code: "invalid-topic" });
    }));

  it("refuses every call after it was closed", () =>
    test(async ({ another, unique }) => {
      const log = await another();
      await log.close();
      await log.close();
      await expect(log.listTopics()).rejects.toMatchObject({ code: "closed" });
      await expect(log.producer()).rejects.toMatchObject({ code: "closed" });
      await expect(log.createTopics([{ name: unique("late"), partitions: 1 }])).rejects.toMatchObject({
        code: "closed",
      });
    }));
}
