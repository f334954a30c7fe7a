import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError } from "../log/port.js";
import { Addresses } from "./addresses.js";
import { newCluster } from "./cluster.js";
import { failedBroker, logError, protocolType } from "./errors.js";
import { loadKafkajs } from "./kafkajs.js";
import type { Cluster, Kafkajs } from "./kafkajs-types.js";
import { ConnectionDropped, discard } from "./mend.js";
import type { Settings } from "./options.js";
import { Outage } from "./outage.js";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const FIRST_PATIENCE_MS = 10_000;
const UNKNOWN_TRIES = 5;

/** Errors that show that the known metadata of the cluster is out of date. */
const stale: ReadonlySet<string> = new Set([
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_FOR_PARTITION",
  "FENCED_LEADER_EPOCH",
  "UNKNOWN_LEADER_EPOCH",
  "BROKER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "NOT_COORDINATOR_FOR_GROUP",
  "NOT_CONTROLLER",
]);

export interface Patience {
  /** The time after which to stop trying, in milliseconds from now. Default: the settings' patience. */
  readonly forMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * A connection to a cluster that survives outages. While no broker answers, it reports this, tries again, and connects
 * again. After a lost connection it replaces the whole cluster object, since kafkajs' own repair leaves half-dead
 * connections behind. It remembers every broker that it has met: the one with the given address may be the one that is
 * away.
 */
export class Wire {
  #cluster: Promise<Cluster> | null = null;
  /** The cluster that is open or being opened. */
  #current: Cluster | null = null;
  #topics = new Set<string>();
  readonly #outage: Outage;
  readonly #addresses: Addresses;
  readonly #stop = new AbortController();

  /** @param like the wire whose addresses and outages it shares */
  constructor(
    readonly settings: Settings,
    readonly kafkajs: Kafkajs,
    like?: Wire,
  ) {
    this.#outage = like ? like.#outage : new Outage(this.brokers, settings.report);
    this.#addresses = like ? like.#addresses : new Addresses(settings.brokers);
  }

  static async open(settings: Settings): Promise<Wire> {
    return new Wire(settings, await loadKafkajs());
  }

  /** Separate connections to the same cluster: requests over them do not wait for requests here. */
  fork(): Wire {
    return new Wire(this.settings, this.kafkajs, this);
  }

  get brokers(): string {
    return this.settings.brokers.join(",");
  }

  /**
   * Calls `use` with a connected cluster, and calls it again while the failure is a passing one.
   *
   * @param doing the name of the call, for error messages
   * @throws LogError the error of kafkajs as the port's own; "closed" after `close()`
   */
  async call<T>(doing: string, use: (cluster: Cluster) => Promise<T>, patience: Patience = {}): Promise<T> {
    const usual = this.#outage.met ? this.settings.patienceMs : Math.min(this.settings.patienceMs, FIRST_PATIENCE_MS);
    const deadline = performance.now() + (patience.forMs ?? usual);
    let unknown = 0;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.once(doing, use);
      } catch (error) {
        const mapped = error as LogError;
        const given = patience.signal?.aborted === true || performance.now() + pauseMs > deadline;
        const passes = mapped.code === "unreachable" && mapped.retriable && !given;
        // A deleted topic makes a request for others fail too: try once more, without it. And of several brokers one
        // may not have heard yet of a topic that another one knows.
        const heardLater =
          mapped.code === "unknown-topic" && ++unknown <= (this.#addresses.several ? UNKNOWN_TRIES : 1);
        if (!passes && !heardLater) {
          this.#outage.over(doing);
          throw mapped;
        }
        if (passes || unknown > 1) await this.#pause(pauseMs, patience.signal);
      }
    }
  }

  async #pause(pauseMs: number, given: AbortSignal | undefined): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, ...(given ? [given] : [])]);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }

  /** One attempt. A lost connection is noted, reported, and replaced at the next attempt. */
  async once<T>(doing: string, use: (cluster: Cluster) => Promise<T>): Promise<T> {
    if (this.#stop.signal.aborted) throw closedError(doing);
    let cluster: Cluster | null = null;
    try {
      cluster = await this.#connected();
      const result = await use(cluster);
      this.#outage.answered(doing);
      return result;
    } catch (error) {
      if (this.#stop.signal.aborted) throw closedError(doing);
      const mapped = logError(this.#spoiled(cluster, error), doing, this.brokers);
      if (mapped.code === "unknown-topic") {
        this.#topics.clear();
        if (cluster) this.#drop(cluster);
      }
      if (mapped.code === "unreachable" && mapped.retriable) {
        this.#outage.unanswered(doing, mapped.message);
        const type = protocolType(error);
        const broker = failedBroker(error);
        if (broker !== undefined) this.#addresses.failed(broker);
        if (cluster && (type === undefined || stale.has(type))) this.#drop(cluster);
      }
      throw mapped;
    }
  }

  /** kafkajs fails in many ways when a cluster is given up during a call. */
  #spoiled(cluster: Cluster | null, error: unknown): unknown {
    const dropped = cluster !== null && cluster !== this.#current;
    return dropped && !(error instanceof LogError) && protocolType(error) === undefined
      ? new ConnectionDropped(undefined, { cause: error })
      : error;
  }

  /** The number of partitions of a topic. Throws "unknown-topic". */
  async partitions(topic: string): Promise<number> {
    return await this.call(`look up ${topic}`, async (cluster) => {
      await this.#watch(cluster, [topic]);
      const found = cluster.findTopicPartitionMetadata(topic).length;
      if (found > 0) return found;
      throw new LogError("unknown-topic", `${this.brokers}: no topic "${topic}". Create it first.`, false);
    });
  }

  /** Keeps the metadata of these topics ready in every later cluster. Throws "unknown-topic". */
  async watch(topics: readonly string[], patience: Patience = {}): Promise<void> {
    await this.call(`look up ${topics.join(", ")}`, (cluster) => this.#watch(cluster, topics), patience);
  }

  /** A deleted topic must not make the metadata request of the others fail. */
  forget(topics: readonly string[]): void {
    for (const topic of topics) this.#topics.delete(topic);
    this.renew();
  }

  /** Gives up its connections and all requests over them: the next call makes new ones. */
  renew(): void {
    if (this.#current) this.#drop(this.#current);
  }

  async #watch(cluster: Cluster, topics: readonly string[]): Promise<void> {
    await cluster.addMultipleTargetTopics(topics);
    for (const topic of topics) this.#topics.add(topic);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#current) discard(this.#current);
    await this.#cluster?.catch(() => undefined);
  }

  #connected(): Promise<Cluster> {
    this.#cluster ??= this.#connect();
    return this.#cluster;
  }

  async #connect(): Promise<Cluster> {
    const addresses = this.#addresses.inOrder;
    const cluster = newCluster(this.kafkajs, this.settings, addresses);
    this.#current = cluster;
    try {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([...this.#topics]);
      this.#learn(cluster);
      return cluster;
    } catch (error) {
      this.#addresses.failed(failedBroker(error) ?? addresses[0] ?? "");
      this.#drop(cluster);
      throw error;
    }
  }

  #learn({ brokerPool }: Cluster): void {
    const pools = Object.values(brokerPool.brokers).map(({ connectionPool }) => connectionPool);
    this.#addresses.learn(pools.map(({ host, port }) => `${host}:${port}`));
  }

  /** Many calls fail with one connection. Only the first gives it up, and none gives up its successor. */
  #drop(cluster: Cluster): void {
    if (this.#current !== cluster) return;
    this.#current = null;
    this.#cluster = null;
    this.#learn(cluster);
    discard(cluster);
  }
}

export const closedError = (doing: string): LogError =>
  new LogError("closed", `${doing}: this client is closed. Make a new one.`, false);
