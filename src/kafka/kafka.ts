import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../log/clock.js";
import type {
  Consumer,
  ConsumerOptions,
  Isolation,
  Log,
  LogRecord,
  OffsetRange,
  Position,
  Producer,
  TopicDescription,
  TopicSpec,
  TransactionalProducer,
} from "../log/port.js";
import { KafkaConsumer } from "./consumer.js";
import { type KafkaOptions, type Settings, settings } from "./options.js";
import { KafkaProducer } from "./producer.js";
import { readPartition } from "./read-partition.js";
import { TopicLimits, Topics } from "./topics.js";
import { KafkaTransactionalProducer } from "./transactional-producer.js";
import { closedError, Wire } from "./wire.js";

/** Twelve commits at once on three brokers: half the time with three of them, and no less with more. */
const TRANSACTION_WIRES = 3;

const machineClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
  },
};

/**
 * A real Kafka cluster as a `Log`. It connects when first used. While no broker answers, it reports this, and goes on
 * when one answers.
 *
 * @param options addresses and identity; a missing setting comes from the environment (`KAFKA_BROKERS`, …)
 * @throws Error for an environment that contradicts itself; no network request is sent yet
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { kafka } from "tidemark";
 *
 * const log = kafka({ brokers: "127.0.0.1:9092", report: (message) => console.error(message) });
 * assert.equal(log.name, "Kafka at 127.0.0.1:9092");
 * await log.close();
 * ```
 */
export function kafka(options: KafkaOptions = {}): Log {
  return new KafkaLog(settings(options));
}

class KafkaLog implements Log {
  readonly name: string;
  readonly clock = machineClock;
  readonly #stop = new AbortController();
  readonly #clients = new Set<{ close(): Promise<void> }>();
  #wire: Promise<Wire> | null = null;
  #limits: TopicLimits | null = null;
  readonly #transactionWires: Wire[] = [];
  #transactionsDealt = 0;

  constructor(readonly settings: Settings) {
    this.name = `Kafka at ${settings.brokers.join(",")}`;
  }

  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    await (await this.#topics("createTopics")).create(topics);
  }

  async deleteTopics(names: readonly string[]): Promise<void> {
    await (await this.#topics("deleteTopics")).delete(names);
  }

  async listTopics(): Promise<readonly string[]> {
    return await (await this.#topics("listTopics")).list();
  }

  async describeTopic(name: string): Promise<TopicDescription | null> {
    return await (await this.#topics("describeTopic")).describe(name);
  }

  async addPartitions(topic: string, partitions: number): Promise<void> {
    await (await this.#topics("addPartitions")).addPartitions(topic, partitions);
  }

  async offsets(topic: string, isolation: Isolation): Promise<readonly OffsetRange[]> {
    return await (await this.#topics("offsets")).offsets(topic, isolation);
  }

  async committed(group: string, topic: string): Promise<readonly (number | null)[]> {
    return await (await this.#topics("committed")).committed(group, topic);
  }

  async setCommitted(group: string, positions: readonly Position[]): Promise<void> {
    await (await this.#topics("setCommitted")).setCommitted(group, positions);
  }

  async producer(options: { readonly idempotent?: boolean } = {}): Promise<Producer> {
    const wire = await this.#shared("producer");
    return this.#keep(await new KafkaProducer(wire, this.#limits!, options.idempotent ?? true).open());
  }

  async transactionalProducer(
    transactionalId: string,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<TransactionalProducer> {
    const wire = this.#transactionWire(await this.#shared("transactionalProducer"));
    const producer = new KafkaTransactionalProducer(wire, this.#limits!, transactionalId, options.timeoutMs ?? 60_000);
    return this.#keep(await producer.open());
  }

  async consumer(options: ConsumerOptions): Promise<Consumer> {
    this.#mustBeOpen("consumer");
    // Separate wires: a member that joins a group gets no other answer over its connection until the group has settled.
    const wire = await Wire.open(this.settings);
    const groupWire = wire.fork();
    try {
      await wire.watch(options.topics);
      await groupWire.watch(options.topics);
    } catch (error) {
      await Promise.all([wire.close(), groupWire.close()]);
      throw error;
    }
    return this.#keep(new KafkaConsumer(wire, groupWire, options));
  }

  async *read(
    from: Position,
    to: number,
    { isolation }: { readonly isolation: Isolation },
  ): AsyncGenerator<readonly LogRecord[]> {
    yield* readPartition(await this.#shared("read"), from, to, isolation, this.#stop.signal);
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    await Promise.all([...this.#clients].map((client) => client.close()));
    await Promise.all([(await this.#wire)?.close(), ...this.#transactionWires.map((wire) => wire.close())]);
  }

  /** Deals a few wires out in turn: a broker answers the requests of one connection one after the other. */
  #transactionWire(shared: Wire): Wire {
    const next = this.#transactionsDealt++ % TRANSACTION_WIRES;
    const wire = this.#transactionWires[next] ?? shared.fork();
    this.#transactionWires[next] = wire;
    return wire;
  }

  async #topics(doing: string): Promise<Topics> {
    return new Topics(await this.#shared(doing));
  }

  async #shared(doing: string): Promise<Wire> {
    this.#mustBeOpen(doing);
    this.#wire ??= Wire.open(this.settings);
    const wire = await this.#wire;
    this.#limits ??= new TopicLimits(wire);
    return wire;
  }

  #keep<T extends { close(): Promise<void> }>(client: T): T {
    this.#clients.add(client);
    return client;
  }

  #mustBeOpen(doing: string): void {
    if (this.#stop.signal.aborted) throw closedError(doing);
  }
}
