// Real Kafka end to end: consume, window, produce. It compares the worker with hand-written code on bare kafkajs, on
// the same records and the same broker: a loop over eachBatch with a Map for windows, and offsets committed after each
// batch, or a transaction for each batch. Both begin with a new group and end when the last window is written.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import kafkajs from "kafkajs";
import { count, kafka, millis, partitionOf, pipeline, sum, tumbling, worker } from "tidemark";
import { startLocalBroker, whatLocalBrokerLacks } from "tidemark/kafka";
import { z } from "zod";
import { median } from "./measure.mjs";

const PARTITIONS = 4;
const WINDOW_MS = 1_000;
const WAIT_MS = 100;
const goals = { "at-least-once": 0.8, "exactly-once": 0.5 };

/** `null` where no broker can be started; it prints the reason. */
export async function kafkaRatios(records, pairs, progress) {
  const lacking = await whatLocalBrokerLacks();
  if (lacking !== null) {
    console.error(`Real Kafka is not measured: a local broker lacks ${lacking}.`);
    return null;
  }
  const folder = fileURLToPath(new URL(`../.tidemark/bench-${process.pid}`, import.meta.url));
  const { brokers, kill } = await startLocalBroker({ folder, owner: process.pid });
  const log = kafka({ brokers });
  try {
    const [few, all] = [
      { topic: "warm-up", records: Math.ceil(records / 5) },
      { topic: "sales", records },
    ];
    for (const input of [few, all]) await fill(log, input);
    const results = [];
    for (const guarantee of Object.keys(goals)) {
      const pair = async (input, i) => {
        const name = `${guarantee}-${input.topic}-${i}`;
        progress(`real Kafka ${name}`);
        const [bare, ours] = [`bare-${name}`, `worker-${name}`];
        const times = {};
        const runs = [
          async () => (times.bare = await timed(() => runBare(log, brokers, guarantee, input, bare))),
          async () => (times.worker = await timed(() => runWorker(log, guarantee, input, ours))),
        ];
        for (const run of i % 2 === 0 ? runs : runs.reverse()) await run();
        await mustAgree(log, bare, ours);
        return times;
      };
      await pair(few, 0); // compiles code and makes the group's topics before anything counts
      const times = [];
      for (let i = 0; i < pairs; i++) times.push(await pair(all, i));
      const ratiosBy = (clock) => times.map(({ bare, worker }) => bare[clock] / worker[clock]);
      const perSecond = (who) => Math.round((records * 1000) / median(times.map((one) => one[who].wall)));
      results.push({
        guarantee,
        goal: goals[guarantee],
        ratio: median(ratiosBy("wall")),
        from: Math.min(...ratiosBy("wall")),
        to: Math.max(...ratiosBy("wall")),
        cpuRatio: median(ratiosBy("cpu")),
        bare: perSecond("bare"),
        worker: perSecond("worker"),
      });
    }
    return results;
  } finally {
    await log.close();
    await kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds by the wall's clock and by this process's processor time. Earlier garbage is collected first. */
async function timed(work) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

async function fill(log, { topic, records }) {
  await log.createTopics([{ name: topic, partitions: PARTITIONS }]);
  const producer = await log.producer();
  const encoder = new TextEncoder();
  const saleAt = (i) => {
    const shop = `shop-${(i * 7919) % 100}`;
    const value = encoder.encode(JSON.stringify({ shop, at: i, cents: i % 1000 }));
    return { topic, key: encoder.encode(shop), value, timestamp: i };
  };
  for (let i = 0; i < records; i += 2_000) {
    await producer.send(Array.from({ length: Math.min(2_000, records - i) }, (_, j) => saleAt(i + j)));
  }
}

async function runWorker(log, guarantee, { topic }, output) {
  await log.createTopics([{ name: output, partitions: PARTITIONS }]);
  const takings = pipeline(output)
    .from(topic, z.object({ shop: z.string(), at: z.number(), cents: z.number() }), { key: "shop" })
    .eventTime("at", { outOfOrderness: millis(WAIT_MS) })
    .keyBy("shop")
    .window(tumbling(millis(WINDOW_MS)))
    .aggregate({ sales: count(), cents: sum("cents") })
    .to(output);
  await worker(takings, log, { guarantee, until: "end", maxRecords: 2_000 }).run();
}

/** The windows of one partition, computed by hand. */
class Windows {
  watermark = Number.NEGATIVE_INFINITY;
  open = new Map();

  add({ shop, at, cents }) {
    const start = Math.floor(at / WINDOW_MS) * WINDOW_MS;
    if (start + WINDOW_MS <= this.watermark) return;
    const key = `${shop}@${start}/${start + WINDOW_MS}`;
    const window = this.open.get(key);
    if (window) {
      window.sales++;
      window.cents += cents;
    } else this.open.set(key, { shop, end: start + WINDOW_MS, sales: 1, cents });
    this.watermark = Math.max(this.watermark, at - WAIT_MS);
  }

  /** The closed windows as messages. */
  close(watermark = this.watermark) {
    const messages = [];
    for (const [key, { shop, end, sales, cents }] of this.open) {
      if (end > watermark) continue;
      this.open.delete(key);
      const partition = partitionOf(new TextEncoder().encode(shop), PARTITIONS);
      const row = { shop, windowStart: end - WINDOW_MS, windowEnd: end, sales, cents };
      messages.push({ key, partition, timestamp: String(end - 1), value: JSON.stringify(row) });
    }
    return messages;
  }
}

async function runBare(log, brokers, guarantee, { topic, records }, output) {
  await log.createTopics([{ name: output, partitions: PARTITIONS }]);
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const exactlyOnce = guarantee === "exactly-once";
  const newProducer = (id) =>
    client.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
      ...(exactlyOnce ? { transactionalId: id, retry: { initialRetryTime: 5, maxRetryTime: 300, retries: 60 } } : {}),
    });
  const producers = Array.from({ length: exactlyOnce ? PARTITIONS : 1 }, (_, i) => newProducer(`${output}-${i}`));
  for (const producer of producers) await producer.connect();
  const consumer = client.consumer({ groupId: output, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const windows = Array.from({ length: PARTITIONS }, () => new Windows());
  let seen = 0;
  const write = async (partition, messages, offset) => {
    const offsets = [{ partition, offset }];
    if (!exactlyOnce) {
      if (messages.length > 0) await producers[0].send({ topic: output, acks: -1, messages });
      await consumer.commitOffsets(offsets.map((one) => ({ topic, ...one })));
      return;
    }
    const transaction = await producers[partition].transaction();
    if (messages.length > 0) await transaction.send({ topic: output, messages });
    await transaction.sendOffsets({ consumerGroupId: output, topics: [{ topic, partitions: offsets }] });
    await transaction.commit();
  };
  const next = new Map();
  await new Promise((done) => {
    consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: PARTITIONS,
      eachBatch: async ({ batch }) => {
        const own = windows[batch.partition];
        for (const { value } of batch.messages) own.add(JSON.parse(String(value)));
        next.set(batch.partition, String(Number(batch.lastOffset()) + 1));
        await write(batch.partition, own.close(), next.get(batch.partition));
        seen += batch.messages.length;
        if (seen === records) done(undefined);
      },
    });
  });
  for (const [partition, offset] of next)
    await write(partition, windows[partition].close(Number.POSITIVE_INFINITY), offset);
  await consumer.disconnect();
  for (const producer of producers) await producer.disconnect();
}

/** Refuses to compare two runs with different results. */
async function mustAgree(log, bare, ours) {
  const [one, other] = [await lines(log, bare), await lines(log, ours)];
  const at = one.findIndex((line, i) => line !== other[i]);
  if (at >= 0 || one.length !== other.length) {
    throw new Error(`${bare} and ${ours} differ, ${one.length} and ${other.length} results: ${one[at]}, ${other[at]}`);
  }
}

async function lines(log, topic) {
  const found = [];
  for (const { partition, start, end } of await log.offsets(topic, "read_uncommitted")) {
    const from = { topic, partition, offset: start };
    for await (const some of log.read(from, end, { isolation: "read_committed" })) {
      for (const { key, value } of some) found.push(`${Buffer.from(key)} ${Buffer.from(value)}`);
    }
  }
  return found.sort();
}
