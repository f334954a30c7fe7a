import {
  type Consumer,
  type ConsumerOptions,
  LogError,
  type Polled,
  type Position,
  type Skipped,
  type TopicPartition,
} from "../log/port.js";
import { byPartition } from "./assign.js";
import type { Cluster } from "./cluster.js";
import { describePositions } from "./describe-positions.js";
import { type Held, PendingPoll, type PollAnswer, type Subscriber } from "./poll.js";
import type { SimulatedProcess } from "./process.js";

/** A member of a consumer group. */
export class SimulatedConsumer implements Consumer {
  readonly #cluster: Cluster;
  readonly #process: SimulatedProcess;
  readonly #subscriber: Subscriber;
  #closed = false;

  constructor(cluster: Cluster, process: SimulatedProcess, options: ConsumerOptions, id: string) {
    this.#cluster = cluster;
    this.#process = process;
    this.#subscriber = { id, options, process, generation: -1, held: [] };
  }

  get assignment(): readonly TopicPartition[] {
    return this.#subscriber.held.map(({ topic, partition }) => ({ topic, partition }));
  }

  async poll(timeoutMs: number): Promise<Polled> {
    this.#refuseIfClosed("poll");
    const deadline = this.#cluster.now + timeoutMs;
    const answer = await this.#cluster.network.request<PollAnswer>(this.#process, {
      name: `poll ${this.#subscriber.options.group}`,
      to: null,
      effect: (reply) => new PendingPoll(this.#cluster, this.#subscriber, deadline, reply).look(),
      giveUp: () => ({ value: { joined: null, fetched: [], skipped: [] } }),
      timeoutMs,
    });
    const changes = answer.joined === null ? { revoked: [], assigned: [] } : this.#adopt(answer.joined);
    return { skipped: answer.skipped, ...changes, records: this.#take(answer.fetched) };
  }

  position(partition: TopicPartition): number {
    return this.#held(partition, "position").position;
  }

  seek(position: Position): void {
    this.#held(position, "seek").position = position.offset;
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#held(partition, "pause").paused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#held(partition, "resume").paused = false;
  }

  async commit(positions: readonly Position[]): Promise<void> {
    this.#refuseIfClosed("commit");
    if (positions.length === 0) return;
    for (const position of positions) this.#held(position, "commit");
    const { id, options, generation } = this.#subscriber;
    await this.#cluster.network.request<void>(this.#process, {
      name: `commit ${options.group}`,
      to: null,
      effect: (reply) => {
        const refused = this.#cluster.group(options.group).commit(id, generation, positions);
        if (refused === null) reply.ok(undefined, () => describePositions(positions));
        else reply.fail(refused);
      },
      giveUp: () => new LogError("unreachable", `commit: group "${options.group}" did not answer`, true),
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const { id, options } = this.#subscriber;
    // A static member's place is kept for whoever comes back under its name.
    if (options.instanceId !== undefined) return;
    await this.#cluster.network.request<void>(this.#process, {
      name: `leave ${options.group}`,
      to: null,
      effect: (reply) => {
        this.#cluster.group(options.group).leave(id);
        reply.ok(undefined);
      },
      giveUp: () => ({ value: undefined }),
    });
    this.#subscriber.held = [];
  }

  #adopt({ generation, assignment }: NonNullable<PollAnswer["joined"]>): Omit<Polled, "records"> {
    const before = this.#subscriber.held;
    // A member that missed a generation cannot know who had its partitions meanwhile.
    const continuous = generation === this.#subscriber.generation + 1;
    const kept = (one: TopicPartition): Held | undefined =>
      continuous ? before.find((held) => byPartition(held, one) === 0) : undefined;
    const { reset, isolation } = this.#subscriber.options;
    const skipped: Skipped[] = [];
    const held = assignment.flatMap((one): Held[] => {
      const log = this.#cluster.partition(one.topic, one.partition);
      if (log === null) return [];
      const before = kept(one);
      if (before?.log === log) return [before];
      const { topic, partition, committed } = one;
      const fresh = reset === "earliest" ? log.start : log.limit(isolation);
      const gone = committed !== null && (committed < log.start || committed > log.end);
      if (gone) skipped.push({ topic, partition, from: committed, to: fresh });
      return [{ topic, partition, log, position: gone ? fresh : (committed ?? fresh), paused: false }];
    });
    held.sort(byPartition);
    this.#subscriber.held = held;
    this.#subscriber.generation = generation;
    const plain = ({ topic, partition }: Held): TopicPartition => ({ topic, partition });
    return {
      revoked: before.filter((one) => !held.includes(one)).map(plain),
      assigned: held.filter((one) => !before.includes(one)).map(plain),
      skipped,
    };
  }

  /** Accepts fetched records, unless the partition was sought, paused or lost meanwhile. */
  #take(fetched: PollAnswer["fetched"]): Polled["records"] {
    const { held } = this.#subscriber;
    const mine = fetched.filter((one) => held.includes(one.held) && !one.held.paused && one.held.position === one.from);
    for (const one of mine) one.held.position = one.next;
    return mine.length === 1 ? mine[0]!.records : mine.flatMap((one) => one.records);
  }

  #held(partition: TopicPartition, what: string): Held {
    const found = this.#subscriber.held.find((one) => byPartition(one, partition) === 0);
    if (found !== undefined) return found;
    const where = `${partition.topic}[${partition.partition}]`;
    const has = this.#subscriber.held.map((one) => one.log.label).join(" ") || "nothing";
    throw new LogError("rebalanced", `${what} ${where}: not assigned to this member, which has ${has}`, true);
  }

  #refuseIfClosed(what: string): void {
    if (this.#closed) throw new LogError("closed", `${what}: this consumer is closed`, false);
  }
}
