import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaConfig } from "kafkajs";
import { LogError } from "../log/port.js";
import { logError, protocolType } from "./errors.js";
import { type Broker, type Cluster, type Kafkajs, loadKafkajs } from "./kafkajs.js";
import type { Settings } from "./options.js";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const FIRST_PATIENCE_MS = 10_000;
const SAY_AGAIN_AFTER_MS = 10_000;

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

/** kafkajs' log lines are not shown: every error reaches the caller, and outages are reported in our own words. */
const silent = () => () => undefined;

/** What every kafkajs client of these settings is made with. One attempt each: waiting and trying again is done here. */
export function clientConfig(settings: Settings): KafkaConfig & { logCreator: typeof silent } {
  const { ssl, sasl } = settings;
  return {
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    logLevel: 0,
    logCreator: silent,
    retry: { retries: 0 },
    ...(ssl === undefined ? {} : { ssl: typeof ssl === "boolean" ? ssl : { ...ssl } }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl } as NonNullable<KafkaConfig["sasl"]> }),
  };
}

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
  #silentSince: number | null = null;
  #saidAt = Number.NEGATIVE_INFINITY;
  /** A broker has answered before: this is an outage, and no wrong address. */
  #met = false;
  #closed = false;

  constructor(
    readonly settings: Settings,
    readonly kafkajs: Kafkajs,
  ) {}

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
    const usual = this.#met ? this.settings.patienceMs : Math.min(this.settings.patienceMs, FIRST_PATIENCE_MS);
    const deadline = performance.now() + (patience.forMs ?? usual);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.once(doing, use);
      } catch (error) {
        const mapped = error as LogError;
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
      this.#answered();
      return result;
    } catch (error) {
      const mapped = logError(error, doing, this.brokers);
      if (this.#closed) throw closedError(doing);
      if (mapped.code === "unreachable" && mapped.retriable) {
        this.#unanswered(mapped);
        const type = protocolType(error);
        if (cluster && (type === undefined || stale.has(type))) this.#drop(cluster);
      }
      throw mapped;
    } finally {
      // A call that outlived its cluster may have connected it anew.
      if (cluster && cluster !== this.#current) void discard(Promise.resolve(cluster));
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
    await discard(this.#cluster);
  }

  #connected(): Promise<Cluster> {
    this.#cluster ??= this.#connect();
    return this.#cluster;
  }

  async #connect(): Promise<Cluster> {
    const cluster = this.kafkajs.newCluster({ ...clientConfig(this.settings), metadataMaxAge: 10_000 });
    try {
      await cluster.connect();
      await cluster.addMultipleTargetTopics([...this.#topics]);
      this.#current = cluster;
      return cluster;
    } catch (error) {
      this.#cluster = null;
      void discard(Promise.resolve(cluster));
      throw error;
    }
  }

  /** Many calls fail with one connection; only the first gives it up, and none gives up its successor. */
  #drop(cluster: Cluster): void {
    if (this.#current !== cluster) return;
    this.#current = null;
    this.#cluster = null;
    void discard(Promise.resolve(cluster));
  }

  #answered(): void {
    this.#met = true;
    if (this.#silentSince === null) return;
    const seconds = Math.round((performance.now() - this.#silentSince) / 1000);
    if (Number.isFinite(this.#saidAt)) this.settings.report(`${this.brokers} answers again, after ${seconds} s`);
    this.#silentSince = null;
    this.#saidAt = Number.NEGATIVE_INFINITY;
  }

  #unanswered(error: LogError): void {
    const now = performance.now();
    this.#silentSince ??= now;
    // A leader that moves is back within moments; only what lasts is worth a word.
    if (now - this.#silentSince < 500 || now - this.#saidAt < SAY_AGAIN_AFTER_MS) return;
    this.#saidAt = now;
    const seconds = Math.round((now - this.#silentSince) / 1000);
    this.settings.report(`no answer for ${seconds} s, trying again: ${error.message}`);
  }
}

export const closedError = (doing: string): LogError =>
  new LogError("closed", `${doing}: this client is closed. Make a new one.`, false);

class ConnectionDropped extends Error {
  override readonly name = "KafkaJSConnectionError";
  override readonly message = "the connection was given up after a failure";
}

/** The broker that looks after a consumer group. */
export const findCoordinator = (cluster: Cluster, group: string): Promise<Broker> => coordinatorOf(cluster, group, 0);

/** The broker that looks after a transactional id. */
export const findTransactionCoordinator = (cluster: Cluster, transactionalId: string): Promise<Broker> =>
  coordinatorOf(cluster, transactionalId, 1);

/** Kept for as long as the connections are: when a coordinator moves, both are made anew. */
const coordinators = new WeakMap<Cluster, Map<string, number>>();

async function coordinatorOf(cluster: Cluster, id: string, coordinatorType: number): Promise<Broker> {
  const known = coordinators.get(cluster) ?? new Map<string, number>();
  coordinators.set(cluster, known);
  const key = `${coordinatorType}/${id}`;
  let nodeId = known.get(key);
  if (nodeId === undefined) {
    const any = await cluster.brokerPool.findConnectedBroker();
    const { coordinator } = await any.findGroupCoordinator({ groupId: id, coordinatorType });
    nodeId = coordinator.nodeId;
    known.set(key, nodeId);
  }
  return await cluster.findBroker({ nodeId });
}

/** `disconnect` waits for answers that may never come, so they are given up and the sockets closed first. */
async function discard(gone: Promise<Cluster> | null): Promise<void> {
  const cluster = await gone?.catch(() => null);
  if (!cluster) return;
  const { brokers, seedBroker } = cluster.brokerPool;
  const pools = [seedBroker, ...Object.values(brokers)].flatMap((broker) => broker?.connectionPool.pool ?? []);
  for (const connection of pools) {
    connection.requestQueue.rejectAll(new ConnectionDropped());
    connection.socket?.destroy();
  }
  await Promise.race([cluster.disconnect().catch(() => undefined), sleep(200, undefined, { ref: false })]);
}
