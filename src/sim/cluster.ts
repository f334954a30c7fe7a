import { LogError, type TopicDescription, type TopicSpec } from "../log/port.js";
import { Group } from "./group.js";
import { type Latency, Network } from "./network.js";
import { PartitionLog } from "./partition-log.js";
import { SimulatedProcess, type World } from "./process.js";
import { Succession } from "./succession.js";
import { effectiveConfig, readConfig, type TopicConfig } from "./topic-config.js";
import { TransactionCoordinator } from "./transaction-coordinator.js";

/** A client refreshes its partition metadata at most this often, like Kafka's `metadata.max.age.ms`. */
const METADATA_MAX_AGE_MS = 300_000;
const OFFSETS_RETENTION_MS = 7 * 24 * 3_600_000;

interface Topic {
  readonly name: string;
  readonly id: string;
  readonly config: Readonly<Record<string, string>>;
  readonly settings: TopicConfig;
  readonly partitions: PartitionLog[];
}

/** Everything that the simulated brokers hold: topics, groups, transactions, and the network. */
export class Cluster {
  readonly world: World;
  readonly network: Network;
  readonly transactions: TransactionCoordinator;
  readonly succession = new Succession((text) => this.tell(text));
  readonly #topics = new Map<string, Topic>();
  readonly #groups = new Map<string, Group>();
  readonly #lives = new Map<string, number>();
  readonly #defaults: Readonly<Record<string, string>>;
  #producerIds = 0;
  #topicIds = 0;

  constructor(world: World, seed: number, latency: Latency, defaults: Readonly<Record<string, string>>) {
    this.world = world;
    this.network = new Network(world, seed, latency);
    this.#defaults = defaults;
    this.transactions = new TransactionCoordinator({
      scheduler: world.scheduler,
      newProducerId: () => this.newProducerId(),
      send: (to, action) => this.#toBroker(to, action),
      tell: (text) => this.tell(text),
    });
  }

  get now(): number {
    return this.world.scheduler.now;
  }

  get topics(): ReadonlyMap<string, Topic> {
    return this.#topics;
  }

  /** The next life of the process with this name. */
  startProcess(name: string): SimulatedProcess {
    const life = (this.#lives.get(name) ?? 0) + 1;
    this.#lives.set(name, life);
    return new SimulatedProcess(this.world, name, life);
  }

  newProducerId(): number {
    return ++this.#producerIds;
  }

  topic(name: string): Topic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw unknownTopic(name, [...this.#topics.keys()]);
    return topic;
  }

  partition(topic: string, partition: number): PartitionLog | null {
    return this.#topics.get(topic)?.partitions[partition] ?? null;
  }

  group(name: string): Group {
    let group = this.#groups.get(name);
    if (group === undefined) {
      const { scheduler } = this.world;
      const partitions = (topic: string): number => this.#topics.get(topic)?.partitions.length ?? 0;
      const tell = (text: string): void => this.tell(text);
      const away = (): boolean => !this.network.brokerReaches(null);
      group = new Group(name, scheduler, partitions, tell, OFFSETS_RETENTION_MS, away);
      this.#groups.set(name, group);
    }
    return group;
  }

  createTopic(spec: TopicSpec): LogError | null {
    const { name } = spec;
    if (this.#topics.has(name)) return new LogError("topic-exists", `topic "${name}" exists already`, false);
    if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name) || name === "." || name === "..")
      return new LogError("invalid-topic", `"${name}" is no topic name: 1 to 249 of a-z A-Z 0-9 . _ -`, false);
    if (!Number.isInteger(spec.partitions) || spec.partitions < 1)
      return new LogError("invalid-topic", `topic "${name}": ${spec.partitions} partitions; expected 1 or more`, false);
    try {
      const config = effectiveConfig(name, spec.config ?? {}, this.#defaults);
      const topic: Topic = {
        name,
        config,
        settings: readConfig(name, config),
        partitions: [],
        id: `topic-${++this.#topicIds}`,
      };
      this.#topics.set(name, topic);
      this.#grow(topic, spec.partitions);
      return null;
    } catch (error) {
      if (error instanceof LogError) return error;
      throw error;
    }
  }

  deleteTopic(name: string): LogError | null {
    if (!this.#topics.delete(name)) return unknownTopic(name, [...this.#topics.keys()]);
    for (const group of this.#groups.values()) {
      group.offsets.deleteTopic(name);
      if (group.subscribes(name)) group.rebalance();
    }
    return null;
  }

  addPartitions(name: string, partitions: number): LogError | null {
    const topic = this.#topics.get(name);
    if (topic === undefined) return unknownTopic(name, [...this.#topics.keys()]);
    const have = topic.partitions.length;
    if (!Number.isInteger(partitions) || partitions <= have)
      return new LogError(
        "invalid-topic",
        `topic "${name}" has ${have} partitions; expected more, got ${partitions}`,
        false,
      );
    this.#grow(topic, partitions);
    const notice = (): void => {
      for (const group of this.#groups.values()) if (group.subscribes(name)) group.rebalance();
    };
    this.world.scheduler.after(METADATA_MAX_AGE_MS, notice, true);
    return null;
  }

  describe(name: string): TopicDescription | null {
    const topic = this.#topics.get(name);
    return topic === undefined ? null : describe(topic);
  }

  /** Adds a line to the story that no process caused. */
  tell(text: string): void {
    const { scheduler, story } = this.world;
    if (story.recording)
      story.add({ atMs: scheduler.now - scheduler.startMs, who: "broker", step: null, kind: "note", text });
  }

  #grow(topic: Topic, partitions: number): void {
    for (let i = topic.partitions.length; i < partitions; i++)
      topic.partitions.push(new PartitionLog(topic.name, i, topic.settings));
  }

  #toBroker(to: PartitionLog | null, action: () => void): void {
    this.world.scheduler.after(this.network.delay(null), () => {
      if (this.network.brokerReaches(to)) action();
      else this.world.scheduler.after(100, () => this.#toBroker(to, action));
    });
  }
}

const describe = ({ name, id, partitions, config }: Topic): TopicDescription => ({
  name,
  id,
  partitions: partitions.length,
  config,
});

export function unknownTopic(name: string, known: readonly string[]): LogError {
  const there = known.length === 0 ? "There are no topics" : `There are: ${[...known].sort().join(", ")}`;
  return new LogError("unknown-topic", `there is no topic "${name}". ${there}. Create it first.`, false);
}
