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
import { LogError } from "../log/port.js";
import { type Cluster, unknownTopic } from "./cluster.js";
import { SimulatedConsumer } from "./consumer.js";
import type { SimulatedProcess } from "./process.js";
import { SimulatedProducer } from "./producer.js";
import { readPartition } from "./reader.js";
import type { ProducerIdentity } from "./transaction-coordinator.js";
import { SimulatedTransactionalProducer } from "./transactional-producer.js";

const DEFAULT_TRANSACTION_TIMEOUT_MS = 60_000;

/** A process on the simulated Kafka: the log for a program under test, and the handle for its test. */
export interface Simulated {
  readonly log: SimulatedLog;
  readonly process: SimulatedProcess;
}

/** The simulated Kafka as one process sees it. */
export class SimulatedLog implements Log {
  readonly name: string;
  readonly clock: Log["clock"];
  readonly #cluster: Cluster;
  readonly #process: SimulatedProcess;
  readonly #clients: { close(): Promise<void> }[] = [];
  #closed = false;
  #consumers = 0;

  constructor(cluster: Cluster, process: SimulatedProcess, name: string) {
    this.#cluster = cluster;
    this.#process = process;
    this.name = name;
    this.clock = process.clock;
  }

  /** Starts a process, or starts it again: each call is a new life, with separate clients and a separate clock. */
  process(name: string): Simulated {
    const process = this.#cluster.startProcess(name);
    return { process, log: new SimulatedLog(this.#cluster, process, this.name) };
  }

  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const names = topics.map((topic) => topic.name).join(" ");
    await this.#ask(`createTopics ${names}`, () => firstError(topics.map((topic) => this.#cluster.createTopic(topic))));
  }

  async deleteTopics(names: readonly string[]): Promise<void> {
    await this.#ask(`deleteTopics ${names.join(" ")}`, () =>
      firstError(names.map((name) => this.#cluster.deleteTopic(name))),
    );
  }

  listTopics(): Promise<readonly string[]> {
    return this.#ask("listTopics", () => [...this.#cluster.topics.keys()].sort());
  }

  describeTopic(name: string): Promise<TopicDescription | null> {
    return this.#ask(`describeTopic ${name}`, () => this.#cluster.describe(name));
  }

  async addPartitions(topic: string, partitions: number): Promise<void> {
    await this.#ask(`addPartitions ${topic}`, () => firstError([this.#cluster.addPartitions(topic, partitions)]));
  }

  offsets(topic: string, isolation: Isolation): Promise<readonly OffsetRange[]> {
    return this.#ask(`offsets ${topic}`, () =>
      this.#partitionsOf(topic, (log) => ({
        topic,
        partition: log.partition,
        start: log.start,
        end: log.limit(isolation),
      })),
    );
  }

  committed(group: string, topic: string): Promise<readonly (number | null)[]> {
    return this.#ask(`committed ${group}`, () =>
      this.#partitionsOf(topic, (log) => this.#cluster.group(group).offsets.get(topic, log.partition)),
    );
  }

  async setCommitted(group: string, positions: readonly Position[]): Promise<void> {
    await this.#ask(`setCommitted ${group}`, () => {
      const { empty, offsets } = this.#cluster.group(group);
      if (!empty)
        return new LogError("group-not-empty", `group "${group}" has members. Stop them, then set its offsets.`, true);
      offsets.set(positions);
      return undefined;
    });
  }

  async producer(options: { readonly idempotent?: boolean } = {}): Promise<Producer> {
    this.#refuseIfClosed("producer");
    return this.#keep(new SimulatedProducer(this.#cluster, this.#process, options.idempotent ?? true));
  }

  async transactionalProducer(
    transactionalId: string,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<TransactionalProducer> {
    this.#refuseIfClosed("transactionalProducer");
    const timeoutMs = options.timeoutMs ?? DEFAULT_TRANSACTION_TIMEOUT_MS;
    const identity = await this.#cluster.network.request<ProducerIdentity>(this.#process, {
      name: `fence ${transactionalId}`,
      to: null,
      effect: (reply) =>
        this.#cluster.transactions.fence(transactionalId, timeoutMs, (given) => {
          this.#cluster.succession.began(this.#process);
          reply.ok(given, () => `epoch ${given.epoch}`);
        }),
      giveUp: () => new LogError("unreachable", `transactionalProducer "${transactionalId}": no answer`, true),
    });
    return this.#keep(new SimulatedTransactionalProducer(this.#cluster, this.#process, identity));
  }

  async consumer(options: ConsumerOptions): Promise<Consumer> {
    this.#refuseIfClosed("consumer");
    for (const topic of options.topics) this.#cluster.topic(topic);
    const id = `${this.#process.label}-${++this.#consumers}`;
    return this.#keep(new SimulatedConsumer(this.#cluster, this.#process, options, id));
  }

  read(from: Position, to: number, options: { readonly isolation: Isolation }): AsyncIterable<readonly LogRecord[]> {
    this.#refuseIfClosed("read");
    return readPartition(this.#cluster, this.#process, from, to, options.isolation);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const client of this.#clients) await client.close();
  }

  async #ask<T>(name: string, effect: () => T | LogError): Promise<T> {
    this.#refuseIfClosed(name);
    return this.#cluster.network.request<T>(this.#process, {
      name,
      to: null,
      effect: (reply) => {
        const value = effect();
        if (value instanceof LogError) reply.fail(value);
        else reply.ok(value);
      },
      giveUp: () => new LogError("unreachable", `${name}: no broker answered`, true),
    });
  }

  #partitionsOf<T>(topic: string, of: (log: ReturnType<Cluster["topic"]>["partitions"][number]) => T): T[] | LogError {
    const found = this.#cluster.topics.get(topic);
    return found === undefined ? unknownTopic(topic, [...this.#cluster.topics.keys()]) : found.partitions.map(of);
  }

  #keep<T extends { close(): Promise<void> }>(client: T): T {
    this.#clients.push(client);
    return client;
  }

  #refuseIfClosed(what: string): void {
    if (this.#closed) throw new LogError("closed", `${what}: this log is closed`, false);
  }
}

const firstError = (errors: readonly (LogError | null)[]): LogError | undefined =>
  errors.find((error) => error !== null) ?? undefined;
