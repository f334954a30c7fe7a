import type { Consumer, Isolation, Log, LogRecord, NewRecord } from "../../src/log/index.js";
import { type Fault, type SimulatedKafka, type SimulatedKafkaOptions, simulatedKafka } from "../../src/sim/index.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** "key=value" as a record for topic "t"; "=value" has no key, "key=" is a tombstone. */
export function rec(keyValue: string, more: Partial<NewRecord> = {}): NewRecord {
  const [key, value] = keyValue.split("=") as [string, string];
  return {
    topic: "t",
    key: key === "" ? null : encoder.encode(key),
    value: value === "" ? null : encoder.encode(value),
    ...more,
  };
}

export function show({ key, value }: LogRecord): string {
  return `${key === null ? "" : decoder.decode(key)}=${value === null ? "" : decoder.decode(value)}`;
}

/** A Kafka with topic "t", two partitions unless told otherwise. */
export async function withTopic(
  faults: readonly Fault[] = [],
  topic: { readonly partitions?: number; readonly config?: Readonly<Record<string, string>> } = {},
  options: Partial<SimulatedKafkaOptions> = {},
): Promise<SimulatedKafka> {
  const kafka = simulatedKafka({ seed: 1, faults, ...options });
  await kafka.createTopics([{ name: "t", partitions: topic.partitions ?? 2, config: topic.config ?? {} }]);
  return kafka;
}

export async function contents(log: Log, isolation: Isolation = "read_committed"): Promise<string[]> {
  const all: string[] = [];
  for (const { topic, partition, start, end } of await log.offsets("t", isolation))
    for await (const batch of log.read({ topic, partition, offset: start }, end, { isolation }))
      all.push(...batch.map(show));
  return all;
}

export function consume(log: Log, group = "g", more: object = {}): Promise<Consumer> {
  return log.consumer({ group, topics: ["t"], isolation: "read_committed", reset: "earliest", ...more });
}

/** How long something took in simulated milliseconds. */
export async function took(kafka: SimulatedKafka, what: () => Promise<unknown>): Promise<number> {
  const before = kafka.scheduler.now;
  await what();
  return kafka.scheduler.now - before;
}
