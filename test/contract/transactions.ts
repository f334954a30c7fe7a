import { expect, it } from "vitest";
import { earliest } from "./consuming.js";
import { eventually, type MakeSubject, pollFor, readAll, record, settle, show } from "./subject.js";
import { withSubject } from "./with-subject.js";

export function transactionsContract(make: MakeSubject): void {
  const test = withSubject(make);
  const fenced = { name: "LogError", code: "fenced" };

  it("shows the records of a committed transaction, soon, and none of an open or aborted one", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("outcome");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.transactionalProducer(unique("tx"));
      const committed = async (): Promise<string[]> => (await readAll(log, topic, "read_committed")).map(show);
      const first = await producer.begin();
      await first.send([record(topic, "k=1"), record(topic, "k=2")]);
      expect(await committed()).toEqual([]);
      expect((await readAll(log, topic, "read_uncommitted")).map(show)).toEqual(["k=1", "k=2"]);
      await first.commit();
      await eventually(subject, "both records", async () => (await committed()).length === 2);
      const second = await producer.begin();
      await second.send([record(topic, "k=3")]);
      await second.abort();
      const third = await producer.begin();
      await third.send([record(topic, "k=4")]);
      await third.commit();
      await eventually(subject, "the record after", async () => (await committed()).join() === "k=1,k=2,k=4");
    }));

  it("commits in several partitions and topics together", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [left, right] = [unique("left"), unique("right")];
      await log.createTopics([
        { name: left, partitions: 2 },
        { name: right, partitions: 1 },
      ]);
      const transaction = await (await log.transactionalProducer(unique("tx"))).begin();
      const receipts = await transaction.send([
        record(left, "k=a", 0),
        record(left, "k=b", 1),
        record(right, "k=c", 0),
      ]);
      expect(receipts.map((receipt) => receipt.offset)).toEqual([0, 0, 0]);
      await transaction.commit();
      await eventually(subject, "all three", async () => {
        const seen = [
          ...(await readAll(log, left, "read_committed")),
          ...(await readAll(log, right, "read_committed")),
        ];
        return seen.length === 3;
      });
    }));

  it("holds back what comes after an open transaction: the end under read_committed is the last stable offset", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("stable");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.producer();
      await producer.send([record(topic, "k=before")]);
      const open = await (await log.transactionalProducer(unique("tx"))).begin();
      await open.send([record(topic, "k=open")]);
      await producer.send([record(topic, "k=after")]);
      const end = async (isolation: "read_committed" | "read_uncommitted"): Promise<number> =>
        (await log.offsets(topic, isolation))[0]!.end;
      expect(await end("read_committed")).toBe(1);
      expect(await end("read_uncommitted")).toBe(3);
      await open.abort();
      await eventually(subject, "the mark of the abort", async () => (await end("read_committed")) === 4);
      expect((await readAll(log, topic, "read_committed")).map(show)).toEqual(["k=before", "k=after"]);
    }));

  it("keeps interleaved transactions of two producers apart, aborted ones too", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("interleaved");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producers = [];
      for (const id of ["a", "b", "c"]) producers.push(await log.transactionalProducer(unique(id)));
      const [a, b, c] = await Promise.all(producers.map((producer) => producer.begin()));
      await a!.send([record(topic, "a=1")]);
      await b!.send([record(topic, "b=1")]);
      await c!.send([record(topic, "c=1")]);
      await a!.send([record(topic, "a=2")]);
      await b!.send([record(topic, "b=2")]);
      await a!.abort();
      await c!.abort();
      await b!.commit();
      const next = await producers[0]!.begin();
      await next.send([record(topic, "a=3")]);
      await next.commit();
      await eventually(subject, "b's and a's later records", async () => {
        const seen = (await readAll(log, topic, "read_committed")).map(show);
        return seen.join() === "b=1,b=2,a=3";
      });
    }));

  it("lets a group's offsets commit with the records, or not at all", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const [topic, group] = [unique("offsets"), unique("g")];
      await log.createTopics([{ name: topic, partitions: 2 }]);
      const producer = await log.transactionalProducer(unique("tx"));
      const aborted = await producer.begin();
      await aborted.send([record(topic, "k=0")]);
      await aborted.sendOffsets(group, [{ topic, partition: 0, offset: 7 }]);
      await aborted.abort();
      const committed = await producer.begin();
      await committed.sendOffsets(group, [{ topic, partition: 1, offset: 9 }]);
      expect(await log.committed(group, topic)).toEqual([null, null]);
      await committed.commit();
      await eventually(subject, "the offset", async () => (await log.committed(group, topic))[1] === 9);
      expect(await log.committed(group, topic)).toEqual([null, 9]);
    }));

  it("fences the earlier producer of an id, and aborts what it had open", () =>
    test(async (subject) => {
      const { log, another, unique } = subject;
      const [topic, id] = [unique("fence"), unique("tx")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const zombie = await (await (await another()).transactionalProducer(id)).begin();
      await zombie.send([record(topic, "k=zombie")]);
      const successor = await log.transactionalProducer(id);
      expect((await log.offsets(topic, "read_committed"))[0]!.end).toBe(2);
      await expect(zombie.commit()).rejects.toMatchObject(fenced);
      const transaction = await successor.begin();
      await transaction.send([record(topic, "k=successor")]);
      await transaction.commit();
      await eventually(subject, "the successor's record", async () => {
        const seen = (await readAll(log, topic, "read_committed")).map(show);
        return seen.join() === "k=successor";
      });
    }));

  it("refuses the sends and offsets of a fenced producer, and lets it abort in peace", () =>
    test(async ({ log, another, unique }) => {
      const [topic, group, id] = [unique("zombie"), unique("g"), unique("tx")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const old = await (await another()).transactionalProducer(id);
      const idle = await old.begin();
      await log.transactionalProducer(id);
      await expect(idle.send([record(topic, "k=v")])).rejects.toMatchObject(fenced);
      await idle.abort();
      await expect(
        (async () => {
          const next = await old.begin();
          await next.sendOffsets(group, [{ topic, partition: 0, offset: 1 }]);
        })(),
      ).rejects.toMatchObject(fenced);
      expect(await readAll(log, topic, "read_uncommitted")).toEqual([]);
    }));

  it("has nothing more to begin once it was fenced", () =>
    test(async ({ log, another, unique }) => {
      const [topic, id] = [unique("spent"), unique("tx")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const old = await (await another()).transactionalProducer(id);
      const transaction = await old.begin();
      await log.transactionalProducer(id);
      await expect(transaction.send([record(topic, "k=v")])).rejects.toMatchObject(fenced);
      await expect(transaction.send([record(topic, "k=w")])).rejects.toMatchObject({ code: "closed" });
      await expect(transaction.commit()).rejects.toMatchObject({ code: "closed" });
      await transaction.abort();
      await expect(old.begin()).rejects.toMatchObject(fenced);
    }));

  it("opens one transaction at a time", () =>
    test(async ({ log, unique }) => {
      const producer = await log.transactionalProducer(unique("tx"));
      const first = await producer.begin();
      await expect(producer.begin()).rejects.toMatchObject({ code: "closed" });
      await first.abort();
      await (await producer.begin()).commit();
    }));

  it("leaves producers of other ids alone when one is fenced", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("others");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const transaction = await (await log.transactionalProducer(unique("one"))).begin();
      await transaction.send([record(topic, "k=1")]);
      await log.transactionalProducer(unique("two"));
      await transaction.commit();
      await eventually(subject, "the record", async () => (await readAll(log, topic, "read_committed")).length === 1);
    }));

  it("gives a successor everything that a commit had begun to show", () =>
    test(async ({ log, another, unique }) => {
      const [topic, group, id] = [unique("begun"), unique("g"), unique("tx")];
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const first = await (await (await another()).transactionalProducer(id)).begin();
      await first.send([record(topic, "k=v")]);
      await first.sendOffsets(group, [{ topic, partition: 0, offset: 3 }]);
      await first.commit();
      await log.transactionalProducer(id);
      expect(await log.committed(group, topic)).toEqual([3]);
      expect((await log.offsets(topic, "read_committed"))[0]!.end).toBe(2);
    }));

  it("aborts a transaction that stays open too long, and fences its producer", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("hung");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.transactionalProducer(unique("tx"), { timeoutMs: 1000 });
      const transaction = await producer.begin();
      await transaction.send([record(topic, "k=v")]);
      await eventually(subject, "the abort", async () => (await log.offsets(topic, "read_committed"))[0]!.end === 2);
      await expect(transaction.commit()).rejects.toMatchObject(fenced);
      expect(await readAll(log, topic, "read_committed")).toEqual([]);
    }));

  it("goes on after a record that was refused", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("refused");
      await log.createTopics([{ name: topic, partitions: 1, config: { "max.message.bytes": "2000" } }]);
      const producer = await log.transactionalProducer(unique("tx"));
      const refused = await producer.begin();
      const large = refused.send([{ topic, key: null, value: new Uint8Array(4000) }]);
      await expect(large).rejects.toMatchObject({ code: "too-large" });
      await refused.abort();
      const next = await producer.begin();
      await next.send([record(topic, "k=v")]);
      await next.commit();
      await eventually(subject, "the record", async () => (await readAll(log, topic, "read_committed")).length === 1);
    }));

  it("commits and aborts empty transactions, and refuses to use one that has ended", () =>
    test(async ({ log, unique }) => {
      const topic = unique("empty");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.transactionalProducer(unique("tx"));
      const first = await producer.begin();
      await first.commit();
      const second = await producer.begin();
      await second.abort();
      await second.abort();
      await expect(second.send([record(topic, "k=v")])).rejects.toMatchObject({ code: "closed" });
      expect((await log.offsets(topic, "read_uncommitted"))[0]!.end).toBe(0);
    }));

  it("moves a consumer's position past marks and aborted records, up to the end", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("gaps");
      const at = { topic, partition: 0 };
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.transactionalProducer(unique("tx"));
      for (const [keyValue, commit] of [
        ["k=1", true],
        ["k=2", false],
      ] as const) {
        const transaction = await producer.begin();
        await transaction.send([record(topic, keyValue)]);
        await (commit ? transaction.commit() : transaction.abort());
      }
      const consumer = await log.consumer({ ...earliest, group: unique("g"), topics: [topic] });
      await settle(subject, [consumer], [1]);
      const seen = await pollFor(subject, consumer, 1);
      await eventually(subject, "position 4", async () => {
        seen.records.push(...(await consumer.poll(50)).records);
        return consumer.position(at) === 4;
      });
      expect(seen.records.map(show)).toEqual(["k=1"]);
    }));

  it("ends a read although the last offsets hold nothing readable", () =>
    test(async (subject) => {
      const { log, unique } = subject;
      const topic = unique("trailing");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const producer = await log.transactionalProducer(unique("tx"));
      const transaction = await producer.begin();
      await transaction.send([record(topic, "k=1"), record(topic, "k=2")]);
      await transaction.abort();
      await eventually(subject, "the mark", async () => (await log.offsets(topic, "read_committed"))[0]!.end === 3);
      expect(await readAll(log, topic, "read_committed")).toEqual([]);
    }));

  it("lets a read wait for what is not stable yet, and then end", () =>
    test(async ({ log, unique }) => {
      const topic = unique("awaited");
      await log.createTopics([{ name: topic, partitions: 1 }]);
      const transaction = await (await log.transactionalProducer(unique("tx"))).begin();
      await transaction.send([record(topic, "k=1")]);
      await (await log.producer()).send([record(topic, "k=2")]);
      const seen: string[] = [];
      let ended = false;
      const reading = (async () => {
        for await (const batch of log.read({ topic, partition: 0, offset: 0 }, 2, { isolation: "read_committed" }))
          seen.push(...batch.map(show));
        ended = true;
      })();
      await log.clock.sleep(100);
      expect([seen, ended]).toEqual([[], false]);
      await transaction.commit();
      await reading;
      expect(seen).toEqual(["k=1", "k=2"]);
    }));
}
