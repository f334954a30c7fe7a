import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Isolation,
  LogError,
  type OffsetRange,
  type Position,
  type TopicDescription,
  type TopicSpec,
} from "../log/port.js";
import { findCoordinator } from "./cluster.js";
import { logError, protocolType } from "./errors.js";
import { byTopic, fetchCommitted } from "./group-offsets.js";
import type { Broker, Cluster } from "./kafkajs-types.js";
import { listOffsets } from "./offsets.js";
import { topicId } from "./topic-id.js";
import type { Wire } from "./wire.js";

const TOPIC = 2;
const VISIBLE_WITHIN_MS = 10_000;

/** The part of the port for topics and committed offsets. */
export class Topics {
  constructor(readonly wire: Wire) {}

  async create(specs: readonly TopicSpec[]): Promise<void> {
    if (specs.length === 0) return;
    const names = specs.map(({ name }) => name);
    await this.wire.call(`create topics ${names.join(", ")}`, async (cluster) => {
      const controller = await cluster.findControllerBroker();
      let refused: unknown = null;
      const topics = specs.map(({ name, partitions, config = {} }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      }));
      await controller.createTopics({ topics, timeout: 10_000 }).catch((error: unknown) => {
        refused = error;
      });
      const absent = new Set(absentTopics(refused) ?? (refused ? names : []));
      // A topic that "exists already" may have been made a moment ago by somebody else, and may not be visible yet.
      const there = names.filter((name) => !absent.has(name));
      await this.#until(cluster, there, (count) => count !== null);
      if (refused) throw refused;
    });
  }

  async delete(names: readonly string[]): Promise<void> {
    this.wire.forget(names);
    await this.wire.call(`delete topics ${names.join(", ")}`, async (cluster) => {
      await (await cluster.findControllerBroker()).deleteTopics({ topics: names, timeout: 10_000 });
      await this.#until(cluster, names, (count) => count === null);
    });
  }

  async list(): Promise<readonly string[]> {
    return await this.wire.call("list topics", async (cluster) => {
      const broker = await cluster.brokerPool.findConnectedBroker();
      const { topicMetadata } = await broker.metadata([]);
      const names = topicMetadata.filter(({ isInternal }) => !isInternal).map(({ topic }) => topic);
      return names.sort();
    });
  }

  async describe(name: string): Promise<TopicDescription | null> {
    return await this.wire.call(`describe topic ${name}`, async (cluster) => {
      const partitions = await partitionCount(cluster, name);
      if (partitions === null) return null;
      const id = await topicId(this.wire.kafkajs, await cluster.brokerPool.findConnectedBroker(), name);
      return { name, id, partitions, config: await topicConfig(cluster, name) };
    });
  }

  async addPartitions(topic: string, partitions: number): Promise<void> {
    await this.wire.call(`add partitions to ${topic}`, async (cluster) => {
      const controller = await cluster.findControllerBroker();
      await controller.createPartitions({ topicPartitions: [{ topic, count: partitions }], timeout: 10_000 });
      await this.#until(cluster, [topic], (count) => count === partitions);
    });
    this.wire.forget([]);
  }

  async offsets(topic: string, isolation: Isolation): Promise<readonly OffsetRange[]> {
    const count = await this.wire.partitions(topic);
    const partitions = Array.from({ length: count }, (_, partition) => ({ topic, partition }));
    const [starts, ends] = await Promise.all([
      listOffsets(this.wire, partitions, "earliest", isolation),
      listOffsets(this.wire, partitions, "latest", isolation),
    ]);
    return partitions.map((partition, i) => ({ ...partition, start: starts[i]!.offset, end: ends[i]!.offset }));
  }

  async committed(group: string, topic: string): Promise<readonly (number | null)[]> {
    const count = await this.wire.partitions(topic);
    const partitions = Array.from({ length: count }, (_, partition) => ({ topic, partition }));
    return await fetchCommitted(this.wire, group, partitions);
  }

  async setCommitted(group: string, positions: readonly Position[]): Promise<void> {
    const topics = byTopic(positions);
    try {
      await this.wire.call(`set offsets of ${group}`, async (cluster) => {
        const coordinator = await findCoordinator(cluster, group);
        await coordinator.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: "", topics });
      });
    } catch (error) {
      const isActive = ["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION", "REBALANCE_IN_PROGRESS"];
      if (!isActive.includes(protocolType(error) ?? "")) throw error;
      const message = `set offsets of ${group} (${this.wire.brokers}): the group has members. Stop them first.`;
      throw new LogError("group-not-empty", message, false, { cause: error });
    }
  }

  /**
   * Waits until every broker shows a change, since each learns of it at another time. It stops after VISIBLE_WITHIN_MS.
   */
  async #until(cluster: Cluster, names: readonly string[], seen: (count: number | null) => boolean): Promise<void> {
    const ids = Object.keys(cluster.brokerPool.brokers).map(Number);
    const told = ids.map((nodeId) => untilBroker(cluster, nodeId, names, seen));
    await Promise.race([Promise.allSettled(told), sleep(VISIBLE_WITHIN_MS, undefined, { ref: false })]);
  }
}

/** `max.message.bytes` of topics, looked up once each; Kafka's default where the lookup is forbidden. */
export class TopicLimits {
  readonly #known = new Map<string, Promise<number>>();
  constructor(readonly wire: Wire) {}

  bytesOf(topic: string): Promise<number> {
    const known = this.#known.get(topic) ?? this.#lookUp(topic);
    this.#known.set(topic, known);
    return known;
  }

  async #lookUp(topic: string): Promise<number> {
    try {
      const config = await this.wire.call(`describe topic ${topic}`, (cluster) => topicConfig(cluster, topic));
      return Number(config["max.message.bytes"] ?? DEFAULT_LIMIT);
    } catch (error) {
      if (!(error instanceof LogError && error.code === "unauthorized")) throw error;
      return DEFAULT_LIMIT;
    }
  }
}

const DEFAULT_LIMIT = 1_048_588;

async function topicConfig(cluster: Cluster, name: string): Promise<Readonly<Record<string, string>>> {
  const broker = await cluster.brokerPool.findConnectedBroker();
  const { resources } = await broker.describeConfigs({ resources: [{ type: TOPIC, name, configNames: [] }] });
  const entries = resources[0]?.configEntries ?? [];
  return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue ?? ""]));
}

/**
 * Asks one broker until it has seen the change. A broker that cannot be reached is left out: nobody else can reach it
 * either.
 */
async function untilBroker(
  cluster: Cluster,
  nodeId: number,
  names: readonly string[],
  seen: (count: number | null) => boolean,
): Promise<void> {
  const broker = await cluster.findBroker({ nodeId });
  const deadline = performance.now() + VISIBLE_WITHIN_MS;
  for (const name of names) {
    while (!seen(await partitionsAt(broker, name)) && performance.now() < deadline) await sleep(20);
  }
}

/** `null` when there is no such topic, or not all of its partitions have a leader yet. */
async function partitionCount(cluster: Cluster, name: string): Promise<number | null> {
  return await partitionsAt(await cluster.brokerPool.findConnectedBroker(), name);
}

async function partitionsAt(broker: Broker, name: string): Promise<number | null> {
  try {
    const { topicMetadata } = await broker.metadata([name]);
    const found = topicMetadata[0]?.partitionMetadata ?? [];
    return found.length > 0 && found.every(({ leader }) => leader >= 0) ? found.length : null;
  } catch (error) {
    const type = protocolType(error);
    if (type === "UNKNOWN_TOPIC_OR_PARTITION" || type === "LEADER_NOT_AVAILABLE") return null;
    throw logError(error, `look up ${name}`, "");
  }
}

/** The topics that a createTopics answer leaves unmade and that do not exist; `null` when it names no single topics. */
function absentTopics(error: unknown): readonly string[] | null {
  const errors = (error as { errors?: readonly { topic?: string; type?: string }[] } | null)?.errors;
  return errors?.flatMap(({ topic, type }) => (type === "TOPIC_ALREADY_EXISTS" ? [] : (topic ?? []))) ?? null;
}
