import { Cluster } from "./cluster.js";
import type { Fault } from "./faults.js";
import { clean, keepHouse } from "./housekeeping.js";
import { SimulatedLog } from "./log.js";
import type { Latency } from "./network.js";
import { SimulatedProcess, type World } from "./process.js";
import { DEFAULT_START_MS, Scheduler } from "./scheduler.js";
import { Story } from "./story.js";

/** Settings of a simulated Kafka. The seed decides everything that is left to chance. */
export interface SimulatedKafkaOptions {
  /** Seed of all random decisions. */
  readonly seed: number;
  /** The faults (default: none). */
  readonly faults?: readonly Fault[];
  /** Begin of the simulation, in milliseconds since the epoch (default 2025-01-01T00:00:00Z). */
  readonly startMs?: number;
  /** Travel time of each message (default 1 to 3 ms). */
  readonly latency?: Latency;
  /** The broker's topic configs, for topics that do not set their own. */
  readonly config?: Readonly<Record<string, string>>;
  /** Number of story lines that are kept (default 10,000; 0: none, which is faster). */
  readonly storyLines?: number;
}

/**
 * A Kafka that exists in memory, in simulated time, and goes wrong on request. It is a `Log` itself (the process
 * "main"); programs that are to crash get a process of their own.
 */
export class SimulatedKafka extends SimulatedLog {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly story: Story;
  readonly #cluster: Cluster;

  constructor(options: SimulatedKafkaOptions) {
    const scheduler = new Scheduler(options.startMs ?? DEFAULT_START_MS);
    const world: World = { scheduler, story: new Story(options.storyLines ?? 10_000), faults: options.faults ?? [] };
    const cluster = new Cluster(world, options.seed, options.latency ?? { minMs: 1, maxMs: 3 }, options.config ?? {});
    super(cluster, new SimulatedProcess(world, "main", 1), `simulated Kafka, seed ${options.seed}`);
    this.seed = options.seed;
    this.scheduler = scheduler;
    this.story = world.story;
    this.#cluster = cluster;
    keepHouse(cluster, world.faults);
  }

  /**
   * Writes that earlier lives of a process made after a later life had begun, in words. With fencing there are none.
   */
  get zombieWrites(): readonly string[] {
    return this.#cluster.succession.zombieWrites;
  }

  /** Deletes everything that a topic holds, as retention does with what is old enough: offsets go on where they were. */
  expire(topic: string): void {
    for (const log of this.#cluster.topic(topic).partitions) {
      log.roll();
      log.deleteBelow(log.end);
    }
  }

  /** Closes the active segments of a topic and compacts the rest at once, without waiting for the cleaner. */
  compact(topic: string): void {
    for (const log of this.#cluster.topic(topic).partitions) {
      log.roll();
      clean(this.#cluster, log);
    }
  }
}

/**
 * Makes a simulated Kafka.
 *
 * @param options.seed equal seeds and programs give equal stories, to the byte
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { simulatedKafka } from "tidemark";
 *
 * const log = simulatedKafka({ seed: 7 });
 * await log.createTopics([{ name: "tickets", partitions: 1 }]);
 * const producer = await log.producer();
 * const [receipt] = await producer.send([{ topic: "tickets", key: null, value: new Uint8Array([1]) }]);
 * assert.deepEqual(receipt, { topic: "tickets", partition: 0, offset: 0 });
 * ```
 */
export function simulatedKafka(options: SimulatedKafkaOptions): SimulatedKafka {
  return new SimulatedKafka(options);
}
