import { expect, it } from "vitest";
import type { Consumer } from "../../src/log/index.js";
import { earliest } from "./consuming.js";
import { eventually, type MakeSubject, pollFor, record, settle, show } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function groupsContract(make: MakeSubject): void {
  const test = withSubject(make);

  it("shares the partitions out, each to one member, in numbers that differ by one at most", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("shared"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 5 }]);
      const options = { ...earliest, group, topics: [topic] };
      const consumers = [await log.consumer(options), await (await another()).consumer(options)];
      await settle(subject, consumers, [2, 3]);
      const held = consumers.flatMap((consumer) => consumer.assignment.map((one) => one.partition)).sort();
      expect(held).toEqual([0, 1, 2, 3, 4]);
    }));

  it("gives partition i of every topic to the same member", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [left, right, group] = [unique("left"), unique("right"), unique("g")];
      await log.createTopics([
        { name: left, partitions: 3 },
        { name: right, partitions: 3 },
      ]);
      const options = { ...earliest, group, topics: [left, right] };
      const consumers = [await log.consumer(options), await (await another()).consumer(options)];
      await settle(subject, consumers, [2, 4]);
      for (const { assignment } of consumers) {
        const of = (topic: string): number[] => assignment.filter((p) => p.topic === topic).map((p) => p.partition);
        expect(of(left)).toEqual(of(right));
      }
    }));

  it("leaves a member without a partition when there are more members than partitions", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("scarce"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const options = { ...earliest, group, topics: [topic] };
      const consumers = [await log.consumer(options), await (await another()).consumer(options)];
      await settle(subject, consumers.slice(0, 1), [1]);
      await settle(subject, consumers, [0, 1]);
    }));

  it("hands everything to the one who stays when the other leaves", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("left-alone"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const options = { ...earliest, group, topics: [topic] };
      const stays = await log.consumer(options);
      const leaves = await (await another()).consumer(options);
      await settle(subject, [stays, leaves], [1, 1]);
      await leaves.close();
      await settle(subject, [stays], [2]);
    }));

  it("reports what was lost and gained, and goes on with the rest at its position", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("kept"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      await (await log.producer()).send([record(topic, "k=0", 0), record(topic, "k=1", 1)]);
      const options = { ...earliest, group, topics: [topic] };
      const first = await log.consumer(options);
      await pollFor(subject, first, 2);
      const second = await (await another()).consumer(options);
      const known = new Set(first.assignment.map((one) => one.partition));
      const again: string[] = [];
      while (first.assignment.length !== 1 || second.assignment.length !== 1) {
        const [mine] = await Promise.all([first.poll(50), second.poll(50)]);
        for (const one of mine.revoked) expect(known.delete(one.partition)).toBe(true);
        for (const one of mine.assigned) known.add(one.partition);
        again.push(...(mine.assigned.length === 0 ? mine.records.map(show) : []));
      }
      expect([...known]).toEqual(first.assignment.map((one) => one.partition));
      expect(again).toEqual([]);
    }));

  it("reports a change of assignment without records, so that the heir can prepare", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("prepared"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      await (await log.producer()).send([record(topic, "k=0", 0), record(topic, "k=1", 1)]);
      const options = { ...earliest, group, topics: [topic] };
      const consumers = [await log.consumer(options), await (await another()).consumer(options)];
      const polled = async (consumer: Consumer): Promise<void> => {
        const { assigned, revoked, records } = await consumer.poll(50);
        if (assigned.length + revoked.length > 0) expect(records).toEqual([]);
      };
      const until = log.clock.now() + subject.patienceMs;
      while (log.clock.now() < until && consumers.some((consumer) => consumer.assignment.length !== 1))
        await Promise.all(consumers.map(polled));
      expect(consumers.map((consumer) => consumer.assignment.length)).toEqual([1, 1]);
    }));

  it("refuses a commit for a partition that was lost", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, group] = [unique("late-commit"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const options = { ...earliest, group, topics: [topic] };
      const first = await log.consumer(options);
      await settle(subject, [first], [2]);
      const second = await (await another()).consumer(options);
      await settle(subject, [first, second], [1, 1]);
      const [lost] = second.assignment;
      await expect(first.commit([{ ...lost!, offset: 0 }])).rejects.toMatchObject({ code: "rebalanced" });
      await first.commit([{ ...first.assignment[0]!, offset: 0 }]);
    }));

  it("takes a member for dead that neither polls nor commits, and refuses its commit afterwards", () =>
    test(async (subject) => {
      const { log, another, unique, sessionTimeoutMs } = subject;
      const [topic, group] = [unique("silent"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const options = { ...earliest, group, topics: [topic], sessionTimeoutMs, maxPollMs: sessionTimeoutMs };
      const silent = await (await another()).consumer(options);
      await settle(subject, [silent], [1]);
      const heir = await log.consumer(options);
      await settle(subject, [heir], [1]);
      const late = silent.commit([{ topic, partition: 0, offset: 0 }]);
      await expect(late).rejects.toMatchObject({ name: "LogError", code: "rebalanced" });
    }));

  it("keeps the membership of one that is busy for longer than its session: only maxPollMs bounds that", () =>
    test(async (subject) => {
      const { log, another, unique, sessionTimeoutMs } = subject;
      const [topic, group] = [unique("restoring"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const options = { ...earliest, group, topics: [topic], sessionTimeoutMs };
      const busy = await log.consumer(options);
      await settle(subject, [busy], [2]);
      await log.clock.sleep(1.5 * sessionTimeoutMs);
      await busy.commit([{ topic, partition: 0, offset: 0 }]);
      const second = await (await another()).consumer(options);
      const joining = second.poll(sessionTimeoutMs);
      await log.clock.sleep(1.5 * sessionTimeoutMs);
      await joining;
      expect(second.assignment).toEqual([]); // it waits for the busy one, and takes nothing from it
      await settle(subject, [busy, second], [1, 1]);
    }));

  it("keeps the membership of one that polls with everything paused", () =>
    test(async (subject) => {
      const { log, unique, sessionTimeoutMs } = subject;
      const [topic, group] = [unique("busy"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const consumer = await log.consumer({ ...earliest, group, topics: [topic], sessionTimeoutMs });
      await settle(subject, [consumer], [1]);
      consumer.pause(consumer.assignment);
      const until = log.clock.now() + 1.2 * sessionTimeoutMs;
      while (log.clock.now() < until) {
        const { revoked } = await consumer.poll(sessionTimeoutMs / 5);
        expect(revoked).toEqual([]);
      }
      await consumer.commit([{ topic, partition: 0, offset: 0 }]);
    }));

  it("gives a member that comes back under its name its place at once, and refuses the one that had it", () =>
    test(async (subject) => {
      const { log, another, unique, sessionTimeoutMs } = subject;
      const [topic, group] = [unique("static"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const options = { ...earliest, group, topics: [topic], sessionTimeoutMs: 10 * sessionTimeoutMs };
      const stays = await log.consumer({ ...options, instanceId: "a" });
      const gone = await (await another()).consumer({ ...options, instanceId: "b" });
      await settle(subject, [stays, gone], [1, 1]);
      const before = [stays.assignment, gone.assignment];
      const since = log.clock.now();
      const back = await (await another()).consumer({ ...options, instanceId: "b" });
      while (back.assignment.length === 0) expect((await back.poll(50)).revoked).toEqual([]);
      expect(log.clock.now() - since).toBeLessThan(5 * sessionTimeoutMs);
      expect((await stays.poll(50)).revoked).toEqual([]);
      expect([stays.assignment, back.assignment]).toEqual(before);
      await back.commit([{ ...back.assignment[0]!, offset: 0 }]);
      const refused = eventually(subject, "the refusal", async () => {
        await gone.poll(50);
        return null;
      });
      await expect(refused).rejects.toMatchObject({ name: "LogError", code: "foreign-group" });
      await back.close();
      await log.clock.sleep(sessionTimeoutMs);
      expect((await stays.poll(50)).assigned).toEqual([]); // the place is kept
    }));

  it("lets offsets be set from outside only while nobody is in the group", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("outside"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      await log.setCommitted(group, [{ topic, partition: 1, offset: 5 }]);
      expect(await log.committed(group, topic)).toEqual([null, 5]);
      const consumer = await log.consumer({ ...earliest, group, topics: [topic] });
      await settle(subject, [consumer], [2]);
      const set = log.setCommitted(group, [{ topic, partition: 0, offset: 1 }]);
      await expect(set).rejects.toMatchObject({ name: "LogError", code: "group-not-empty" });
    }));

  it("keeps two groups apart", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("two-groups");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      await (await log.producer()).send([record(topic, "k=v")]);
      for (const group of [unique("g"), unique("h")]) {
        const consumer = await log.consumer({ ...earliest, group, topics: [topic] });
        expect((await pollFor(subject, consumer, 1)).records.map(show)).toEqual(["k=v"]);
      }
    }));
}
