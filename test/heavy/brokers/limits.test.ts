import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Log } from "../../../src/log/index.js";
import { type WorkerEvent, worker } from "../../../src/worker/index.js";
import { expectedLines, lines, produce, someSales } from "../../worker/support.js";
import { client, freshName, takingsIn, threeBrokers, until, valuesOf } from "./cluster.js";
import { setQuota } from "./insight.js";
import { startJava } from "./java.js";

let log: Log;
beforeAll(async () => {
  log = await client();
}, 180_000);
afterAll(() => log?.close());

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const some = (topic: string, count: number, bytes: number) =>
  Array.from({ length: count }, (_, i) => ({
    topic,
    partition: 0,
    key: null,
    value: encode(`${i} `.padEnd(bytes, "x")),
  }));

describe("a quota", () => {
  it("slows reading down, in a group and outside of one, and stops nothing", async () => {
    const [name, clientId] = [freshName("fetched"), freshName("slow")];
    await log.createTopics([{ name, partitions: 1 }]);
    const producer = await log.producer();
    for (let i = 0; i < 4; i++) await producer.send(some(name, 500, 1_000));
    await setQuota(clientId, "consumer_byte_rate", 500_000);
    const slow = await client([], { clientId });
    // A quota lets some seconds' worth through at first: read until it bites.
    await until("the quota slows a reader down", 60_000, async () => {
      const begun = performance.now();
      expect(await valuesOf(slow, name)).toHaveLength(2_000);
      return performance.now() - begun > 1_000;
    });
    const consumer = await slow.consumer({
      group: name,
      topics: [name],
      isolation: "read_committed",
      reset: "earliest",
    });
    let seen = 0;
    while (seen < 2_000) seen += (await consumer.poll(500)).records.length;
    await consumer.commit([{ topic: name, partition: 0, offset: 2_000 }]);
    await slow.close();
    await setQuota(clientId, "consumer_byte_rate", null);
  }, 120_000);

  it("slows writing down, in a transaction too, and every record is there once", async () => {
    const [name, clientId] = [freshName("written"), freshName("slow")];
    await log.createTopics([{ name, partitions: 1 }]);
    await setQuota(clientId, "producer_byte_rate", 500_000);
    const slow = await client([], { clientId });
    const producer = await slow.producer();
    await producer.send(some(name, 1_500, 1_000));
    const transaction = await (await slow.transactionalProducer(name)).begin();
    await transaction.send(some(name, 500, 1_000));
    await transaction.commit();
    await slow.close();
    await setQuota(clientId, "producer_byte_rate", null);
    await until("all of it", 20_000, async () => (await valuesOf(log, name)).length === 2_000);
  }, 120_000);

  it("lets a worker restore for longer than its session lasts: it keeps its partitions all the while", async () => {
    const [name, clientId] = [freshName("restored"), freshName("slow")];
    const takings = takingsIn(name);
    const rows = someSales(300, 1);
    await produce(log, `${name}-sales`, 1, rows);
    await worker(takings, log, { guarantee: "exactly-once", until: "end", commitEveryMs: 1, maxRecords: 20 }).run();
    const changelog = (await log.listTopics()).find((topic) => topic.startsWith(name) && topic.endsWith("-changelog"))!;
    const { end } = (await log.offsets(changelog, "read_committed"))[0]!;
    // Entries that have been deleted, 1.5 MB of them: more than one fetch brings, and the second waits for the quota.
    const producer = await log.producer();
    const gone = (i: number) => ({
      topic: changelog,
      partition: 0,
      key: encode(`${i} `.padEnd(1_000, "x")),
      value: null,
    });
    for (let i = 0; i < 1_500; i += 50) await producer.send(Array.from({ length: 50 }, (_, j) => gone(i + j)));
    await setQuota(clientId, "consumer_byte_rate", 140_000);
    const slow = await client([], { clientId });
    const events: WorkerEvent[] = [];
    const options = { guarantee: "exactly-once", sessionTimeoutMs: 1_000 } as const;
    const restoring = worker(takings, slow, { ...options, observe: (event) => void events.push(event) });
    const begun = performance.now();
    const ended = restoring.run();
    await until("the restore", 90_000, () => events.some(({ kind }) => kind === "resumed"));
    const tookMs = performance.now() - begun;
    restoring.stop();
    await ended;
    await slow.close();
    await setQuota(clientId, "consumer_byte_rate", null);
    expect(end).toBeGreaterThan(0);
    expect(tookMs).toBeGreaterThan(2_000);
    expect(events.filter(({ kind }) => kind === "revoked" || kind === "recovering")).toEqual([]);
    expect(await lines(log, `${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
  }, 180_000);
});

describe("a group that another client's assignor deals out", () => {
  it("ends a worker with a sentence, and the other client goes on", async () => {
    const name = freshName("foreign");
    await produce(log, `${name}-sales`, 3, someSales(20, 3));
    const { brokers } = await threeBrokers();
    const other = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: name });
    await other.connect();
    await other.subscribe({ topic: `${name}-sales`, fromBeginning: true });
    let seen = 0;
    await other.run({ eachMessage: async () => void seen++ });
    await until("the other client's records", 30_000, () => seen === 20);
    const events: WorkerEvent[] = [];
    const refused = worker(takingsIn(name), log, { observe: (event) => void events.push(event) }).run();
    await expect(refused).rejects.toMatchObject({
      code: "foreign-group",
      message: expect.stringMatching(new RegExp(`join group ${name} .*Another kind of client is in this group`)),
    });
    expect(events.filter(({ kind }) => kind === "recovering")).toEqual([]);
    await produce(log, `${name}-sales`, 3, someSales(5, 3));
    await until("more of them", 30_000, () => seen === 25);
    await other.disconnect();
  }, 120_000);
});

describe("a group that the brokers deal out, because another client has asked for that", () => {
  it("ends a worker with a sentence, and the other client keeps everything", async () => {
    const name = freshName("dealt");
    await produce(log, `${name}-sales`, 3, someSales(20, 3));
    const other = await startJava("join", `${name}-sales:${name}`);
    let said = "";
    other.stdout!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await until("the other client's partitions", 60_000, () => said.includes("has 3"));
    const refused = worker(takingsIn(name), log).run();
    await expect(refused).rejects.toMatchObject({ code: "foreign-group" });
    said = "";
    await until("all partitions to be the other's again", 30_000, () => said.includes("has 3"));
    other.kill("SIGKILL");
  }, 120_000);
});

describe("retention that overtakes a reader", () => {
  it("is told with the range that is gone, and the rest is read", async () => {
    const name = freshName("expired");
    const config = { "internal.segment.bytes": "40000", "retention.bytes": "80000", "file.delete.delay.ms": "100" };
    await log.createTopics([{ name, partitions: 1, config }]);
    const producer = await log.producer();
    await producer.send(some(name, 100, 200));
    await log.setCommitted(name, [{ topic: name, partition: 0, offset: 10 }]);
    for (let i = 0; i < 20; i++) await producer.send(some(name, 100, 200));
    await until("retention", 30_000, async () => (await log.offsets(name, "read_committed"))[0]!.start > 100);
    const said: string[] = [];
    const late = await client(said);
    const consumer = await late.consumer({
      group: name,
      topics: [name],
      isolation: "read_committed",
      reset: "earliest",
    });
    const skipped = [];
    const offsets: number[] = [];
    while (offsets.at(-1) !== 2_099) {
      const polled = await consumer.poll(500);
      skipped.push(...polled.skipped);
      offsets.push(...polled.records.map(({ offset }) => offset));
    }
    await late.close();
    expect(skipped).toEqual([{ topic: name, partition: 0, from: 10, to: offsets[0] }]);
    expect(offsets).toEqual(Array.from({ length: 2_100 - offsets[0]! }, (_, i) => offsets[0]! + i));
    expect(said.join("\n")).toContain(`the records from 10 to ${offsets[0]! - 1} are gone unread`);
  }, 120_000);
});
