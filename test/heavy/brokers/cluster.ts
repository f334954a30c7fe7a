import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { millis, type Pipeline, pipeline, sum, tumbling } from "../../../src/core/index.js";
import { kafka, type LocalCluster, startLocalCluster, whatLocalBrokerLacks } from "../../../src/kafka/index.js";
import type { KafkaOptions } from "../../../src/kafka/options.js";
import type { Log } from "../../../src/log/index.js";
import { stateFolder } from "../../../src/machine/paths.js";
import { Sale } from "../../worker/support.js";

/** Sums by shop and window, on topics that begin with a name. */
export const takingsIn = (name: string): Pipeline =>
  pipeline(name)
    .from(`${name}-sales`, Sale)
    .eventTime("at", { outOfOrderness: millis(20) })
    .keyBy("shop")
    .window(tumbling(millis(50)))
    .aggregate({ cents: sum("cents") })
    .to(`${name}-takings`);

export { freshName } from "../../integration/test-broker.js";

let started: Promise<LocalCluster> | null = null;

/**
 * Three nodes, started by the first test that asks, for all tests of this part; they end with this process. A test that
 * kills or stops a node has it back, in sync, before it ends: see `healed`.
 */
export function threeBrokers(): Promise<LocalCluster> {
  started ??= start();
  return started;
}

async function start(): Promise<LocalCluster> {
  const lacking = await whatLocalBrokerLacks();
  if (lacking) throw new Error(`Three brokers have to be local ones, which lack ${lacking}.`);
  const folder = join(stateFolder, `three-${process.pid}`);
  // Retention looks every half second, and a file is gone at once: expired input is seen within a test.
  const properties = { "log.retention.check.interval.ms": "500", "log.initial.task.delay.ms": "500" };
  return await startLocalCluster({ folder, owner: process.pid, properties });
}

/** A client of all three, or of those that are named; silent, but for `said`. */
export async function client(said: string[] = [], options: KafkaOptions = {}): Promise<Log> {
  const { brokers } = await threeBrokers();
  return kafka({ brokers, report: (line) => void said.push(line), ...options });
}

/** Waits until every partition of these topics can be written with all replicas again. */
export async function healed(log: Log, topics: readonly string[]): Promise<void> {
  const producer = await log.producer();
  for (const topic of topics) {
    const { partitions } = (await log.describeTopic(topic))!;
    const to = Array.from({ length: partitions }, (_, partition) => partition);
    await producer.send(to.map((partition) => ({ topic, partition, key: null, value: null })));
  }
  await producer.close();
}

/** Reads every value of a topic that can be read now, as text; what has none is left out. */
export async function valuesOf(log: Log, topic: string): Promise<string[]> {
  const values: string[] = [];
  for (const { partition, start, end } of await log.offsets(topic, "read_committed")) {
    const from = { topic, partition, offset: start };
    for await (const some of log.read(from, end, { isolation: "read_committed" })) {
      values.push(...some.flatMap(({ value }) => (value === null ? [] : [new TextDecoder().decode(value)])));
    }
  }
  return values;
}

export async function until(what: string, withinMs: number, check: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for: ${what}`);
    await sleep(20);
  }
}
