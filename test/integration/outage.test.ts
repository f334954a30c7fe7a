import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableView } from "../../src/connect/index.js";
import { kafka, type LocalBroker, startLocalBroker, whatLocalBrokerLacks } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { stateFolder } from "../../src/machine/paths.js";
import { bytes, pollUntil, text } from "./records.js";

/** The broker is killed while clients work; so it is one of its own. */
const folder = join(stateFolder, `outage-${process.pid}`);
let broker: LocalBroker;
let log: Log;
const said: string[] = [];

async function restart(): Promise<void> {
  const { port, controllerPort } = broker;
  broker = await startLocalBroker({ folder, port, controllerPort, owner: process.pid });
}

beforeAll(async () => {
  const lacking = await whatLocalBrokerLacks();
  if (lacking) throw new Error(`A broker that can be killed has to be a local one, which lacks ${lacking}.`);
  broker = await startLocalBroker({ folder, owner: process.pid });
  log = kafka({ brokers: broker.brokers, report: (message) => said.push(message) });
}, 180_000);
afterAll(async () => {
  await log?.close();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("an outage of the broker", () => {
  it("is waited for by poll, send, transactions and read, which say so and go on where they were", async () => {
    await log.createTopics([
      { name: "in", partitions: 1 },
      { name: "out", partitions: 1 },
    ]);
    const producer = await log.producer();
    const transactional = await log.transactionalProducer("copy");
    const consumer = await log.consumer({
      group: "g",
      topics: ["in"],
      isolation: "read_committed",
      reset: "earliest",
      sessionTimeoutMs: 1000,
    });
    await producer.send([{ topic: "in", key: null, value: bytes("before") }]);
    expect((await pollUntil(consumer, 1)).map(({ value }) => text(value))).toEqual(["before"]);
    await consumer.commit([{ topic: "in", partition: 0, offset: 1 }]);
    const open = await transactional.begin();
    await open.send([{ topic: "out", key: null, value: bytes("begun before") }]);

    await broker.kill();
    const sent = producer.send([{ topic: "in", key: null, value: bytes("after") }]);
    const polled = pollUntil(consumer, 1);
    const committed = open
      .send([{ topic: "out", key: null, value: bytes("sent while away") }])
      .then(() => open.commit());
    while (!/no answer for \d+ s, trying again \(try \d+\): .*ECONNREFUSED/.test(said.join("\n"))) await sleep(20);
    await restart();

    expect(await sent).toEqual([{ topic: "in", partition: 0, offset: 1 }]);
    expect((await polled).map(({ value }) => text(value))).toEqual(["after"]);
    await committed;
    expect(said.join("\n")).toMatch(/answers again/);
    const found: string[] = [];
    for await (const some of log.read({ topic: "out", partition: 0, offset: 0 }, 2, { isolation: "read_committed" })) {
      found.push(...some.map(({ value }) => text(value)!));
    }
    expect(found).toEqual(["begun before", "sent while away"]);
  });

  it("loses and repeats no record of a producer through two kills", async () => {
    await log.createTopics([{ name: "killed", partitions: 2 }]);
    const producer = await log.producer();
    let kills = 0;
    let sending = true;
    const killing = (async () => {
      for (; kills < 2; kills++) {
        await sleep(150);
        await broker.kill();
        await restart();
      }
      sending = false;
    })();
    let count = 0;
    while (sending || count < 500) {
      const records = Array.from({ length: 5 }, () => ({ topic: "killed", key: null, value: bytes(String(count++)) }));
      await producer.send(records);
    }
    await killing;
    const seen: number[] = [];
    for (const { partition, start, end } of await log.offsets("killed", "read_committed")) {
      const from = { topic: "killed", partition, offset: start };
      for await (const some of log.read(from, end, { isolation: "read_committed" })) {
        seen.push(...some.map(({ value }) => Number(text(value))));
      }
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  }, 180_000);

  it("leaves nothing that holds the process, when clients are closed in the middle of it", async () => {
    await log.createTopics([{ name: "closing", partitions: 3 }]);
    const held = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "TCPConnectWrap").length;
    const before = held();
    for (const waitMs of [0, 1_000]) {
      const other = kafka({ brokers: broker.brokers, patienceMs: 2_000, report: () => undefined });
      const producer = await other.producer();
      const transaction = await (await other.transactionalProducer("closing")).begin();
      const at = { topic: "closing", partition: 0 };
      const options = { topics: ["closing"], isolation: "read_committed", reset: "earliest" } as const;
      const consumer = await other.consumer({ group: `closing-${waitMs}`, ...options });
      while (consumer.assignment.length === 0) await consumer.poll(100);
      await broker.kill();
      const pending = [
        producer.send([{ ...at, key: null, value: bytes("v") }]),
        transaction.send([{ ...at, key: null, value: bytes("v") }]),
        consumer.commit([{ ...at, offset: 0 }]),
        consumer.poll(500),
      ].map((call) => call.catch(() => undefined));
      await sleep(waitMs);
      const back = restart();
      await other.close();
      await Promise.all(pending);
      await back;
    }
    await sleep(200);
    expect(held()).toBeLessThanOrEqual(before);
  }, 120_000);

  it("leaves a table with its last answers, and the table takes in what is written after it", async () => {
    await log.createTopics([{ name: "contas", partitions: 1, config: { "cleanup.policy": "compact" } }]);
    const producer = await log.producer();
    const write = async (saldo: string) =>
      (await producer.send([{ topic: "contas", key: bytes("1"), value: bytes(saldo) }]))[0]!;
    await write("100");
    const reports: string[] = [];
    const view = await tableView(log, "contas", { report: (message) => reports.push(message) });
    expect(await view.reached(0, 0, 10_000)).toBe(true);

    await broker.kill();
    await sleep(2_000);
    expect(view.get("1")).toMatchObject({ value: 100 });
    await restart();
    const { offset } = await write("150");
    expect(await view.reached(0, offset, 30_000)).toBe(true);
    expect(view.get("1")).toMatchObject({ value: 150 });
    await view.close();
    expect(view.status).toMatchObject({ rows: 1, skipped: 0 });
  }, 120_000);
});
