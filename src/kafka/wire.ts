import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError } from "../log/port.js";
import { discard, newCluster } from "./cluster.js";
import { logError, protocolType } from "./errors.js";
import { loadKafkajs } from "./kafkajs.js";
import type { Cluster, Kafkajs } from "./kafkajs-types.js";
import type { Settings } from "./options.js";
import { Outage } from "./outage.js";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const FIRST_PATIENCE_MS = 10_000;

/** Errors that say that what is known of the cluster is out of date. */
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
  /** When to stop trying, in milliseconds from now. Default: the settings' patience. */
  readonly forMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * The way to a cluster that survives outages: while no broker answers it says so, tries again, and connects anew.
 * Whatever is lost with a connection is thrown away whole, since kafkajs' own repair leaves half-dead connections behind.
 */
export class Wire {
  #cluster: Promise<Cluster> | null = null;
  /** What `#cluster` has become, once it has. */
  #current: Cluster | null = null;
  #topics = new Set<string>();
  readonly #outage: Outage;
  #closed = false;

  constructor(
    readonly settings: Settings,
    readonly kafkajs: Kafkajs,
  ) {
    this.#outage = new Outage(this.brokers, settings.report);
  }

  static async open(settings: Settings): Promise<Wire> {
    return new Wire(settings, await loadKafkajs());
  }

  get brokers(): string {
    return this.settings.brokers.join(",");
  }

  /**
   * Calls `use` with a connected cluster, again and again while the failure is one that passes by itself.
   *
   * @param doing what this is, for error messages
   * @throws LogError what kafkajs threw, in the port's words; "closed" after `close()`
   */
  async call<T>(doing: string, use: (cluster: Cluster) => Promise<T>, patience: Patience = {}): Promise<T> {
    const usual = this.#outage.met ? this.settings.patienceMs : Math.min(this.settings.patienceMs, FIRST_PATIENCE_MS);
    const deadline = performance.now() + (patience.forMs ?? usual);
    let again = false;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.once(doing, use);
      } catch (error) {
        const mapped = error as LogError;
        // A deleted topic spoils what is asked of the others with it: once more, without it.
        if (mapped.code === "unknown-topic" && !again) {
          again = true;
          continue;
        }
        const given = patience.signal?.aborted === true || performance.now() + pauseMs > deadline;
        if (!(mapped.code === "unreachable" && mapped.retriable) || given) throw mapped;
        await sleep(pauseMs, undefined, patience.signal ? { signal: patience.signal } : {}).catch(() => undefined);
      }
    }
  }

  /** One attempt. A lost connection is noted, reported, and replaced at the next attempt. */
  async once<T>(doing: string, use: (cluster: Cluster) => Promise<T>): Promise<T> {
    if (this.#closed) throw closedError(doing);
    let cluster: Cluster | null = null;
    try {
      cluster = await this.#connected();
      const result = await use(cluster);
      this.#outage.answered();
      return result;
    } catch (error) {
      const mapped = logError(error, doing, this.brokers);
      if (this.#closed) throw closedError(doing);
      if (mapped.code === "unknown-topic") {
        this.#topics.clear();
        if (cluster) this.#drop(cluster);
      }
      if (mapped.code === "unreachable" && mapped.retriable) {
        this.#outage.unanswered(mapped.message);
        const type = protocolType(error);
        if (cluster && (type === undefined || stale.has(type))) this.#drop(cluster);
      }
      throw mapped;
    } finally {
      // A call that outlived its cluster may have connected it anew.
      if (cluster && cluster !== this.#current) void discard(cluster);
    }
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

  /** Keeps the metadata of these topics at hand in every cluster that follows. Throws "unknown-topic". */
  async watch(topics: readonly string[], patience: Patience = {}): Promise<void> {
    await this.call(`look up ${topics.join(", ")}`, (cluster) => this.#watch(cluster, topics), patience);
  }

  /** A topic that was deleted must not spoil the metadata of the others. */
  forget(topics: readonly string[]): void {
    for (const topic of topics) this.#topics.delete(topic);
    if (this.#current) this.#drop(this.#current);
  }

  async #watch(cluster: Cluster, topics: readonly string[]): Promise<void> {
    await cluster.addMultipleTargetTopics(topics);
    for (const topic of topics) this.#topics.add(topic);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#current = null;
    const cluster = await this.#cluster?.catch(() => null);
    if (cluster) await discard(cluster);
  }

  #connected(): Promise<Cluster> {
    this.#cluster ??= this.#connect();
    return this.#cluster;
  }

  async #connect(): Promise<Cluster> {
    const cluster = newCluster(this.kafkajs, this.settings);
    try {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([...this.#topics]);
      this.#current = cluster;
      return cluster;
    } catch (error) {
      this.#cluster = null;
      void discard(cluster);
      throw error;
    }
  }

  /** Many calls fail with one connection; only the first gives it up, and none gives up its successor. */
  #drop(cluster: Cluster): void {
    if (this.#current !== cluster) return;
    this.#current = null;
    this.#cluster = null;
    void discard(cluster);
  }
}

export const closedError = (doing: string): LogError =>
  new LogError("closed", `${doing}: this client is closed. Make a new one.`, false);
