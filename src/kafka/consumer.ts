import { performance } from "node:perf_hooks";
import { setImmediate as breathe } from "node:timers/promises";
import {
  type Consumer,
  type ConsumerOptions,
  LogError,
  type Polled,
  type Position,
  type Skipped,
  type TopicPartition,
} from "../log/port.js";
import { logError, rebalancedError } from "./errors.js";
import { Fetcher } from "./fetcher.js";
import { Group, type Joined } from "./group.js";
import { Holdings } from "./holdings.js";
import { type Lane, nameOf } from "./lane.js";
import { listOffsets } from "./offsets.js";
import { closedError, type Wire } from "./wire.js";

/** The longest sleep of a poll before it looks again. */
const LONGEST_NAP_MS = 100;

/**
 * A member of a group; the caller polls it for records. Between two polls only heartbeats and fetches go on, so nothing
 * is taken from the caller unnoticed: a rebalance begins in `poll`, as in Kafka's own consumer.
 */
export class KafkaConsumer implements Consumer {
  readonly #group: Group;
  readonly #stop = new AbortController();
  readonly #holdings: Holdings;
  readonly #fetcher: Fetcher;
  #joining: Promise<void> | null = null;
  #failure: LogError | null = null;
  #skipped: Skipped[] = [];
  #wake: () => void = () => undefined;

  constructor(
    readonly wire: Wire,
    readonly groupWire: Wire,
    readonly options: ConsumerOptions,
  ) {
    this.#holdings = new Holdings(options.maxRecords ?? 500);
    this.#fetcher = new Fetcher(wire, options, this.#holdings, {
      done: () => this.#wake(),
      failed: (error) => this.#fail(error),
      skipped: (one) => void this.#skipped.push(one),
    });
    this.#group = new Group(groupWire, {
      elsewhere: wire,
      group: options.group,
      topics: options.topics,
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      maxPollMs: options.maxPollMs ?? 300_000,
      instanceId: options.instanceId,
      onChange: () => {
        if (this.#group.state === "out") this.#holdings.keepOnly([]);
        this.#wake();
      },
    });
  }

  get assignment(): readonly TopicPartition[] {
    return this.#holdings.assignment;
  }

  async poll(timeoutMs: number): Promise<Polled> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (this.#stop.signal.aborted) throw closedError("poll");
      this.#group.touch();
      const change = this.#holdings.takeChange();
      const records = change ? [] : this.#holdings.takeRecords();
      // Records from before a failure are returned first; after the failure the caller may go on.
      if (this.#failure && !change && records.length === 0) throw this.#failure;
      this.#pump();
      const skipped = this.#skipped;
      this.#skipped = [];
      if (change) return { ...change, records, skipped };
      const leftMs = deadline - performance.now();
      if (records.length > 0 || skipped.length > 0 || leftMs <= 0) {
        if (records.length === 0) await breathe();
        return { revoked: [], assigned: [], records, skipped };
      }
      await this.#woken(leftMs);
    }
  }

  position(partition: TopicPartition): number {
    return this.#lane(partition).position;
  }

  seek({ offset, ...partition }: Position): void {
    const lane = this.#lane(partition);
    lane.position = offset;
    lane.fetchAt = offset;
    lane.records = [];
    // A fetch that was sent before belongs to the old position; its answer is recognized by its first offset.
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const lane of partitions.map((one) => this.#lane(one))) lane.paused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const lane of partitions.map((one) => this.#lane(one))) lane.paused = false;
    this.#wake();
  }

  async commit(positions: readonly Position[]): Promise<void> {
    if (this.#stop.signal.aborted) throw closedError("commit");
    const lanes = positions.map((position) => this.#holdings.held(position));
    // During a join the broker answers no commit; partitions that stay assigned can be committed after it.
    if (this.#joining) await this.#joining;
    if (lanes.some((lane) => !lane?.held || !lane.reported)) throw rebalancedError(this.options.group);
    if (positions.length > 0) await this.#group.commit(positions);
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#wake();
    await this.#group.leave();
    await Promise.all([this.wire.close(), this.groupWire.close()]);
  }

  #lane(partition: TopicPartition): Lane {
    const lane = this.#holdings.reported(partition);
    if (lane !== undefined) return lane;
    throw new LogError(
      "rebalanced",
      `${nameOf(partition)} is not assigned to this member of ${this.options.group}. Poll first.`,
      false,
    );
  }

  /** Starts everything that can start: a join, or a fetch from each broker that leads a wanted partition. */
  #pump(): void {
    if (this.#group.state !== "in") {
      this.#joining ??= this.#join().finally(() => {
        this.#joining = null;
        this.#wake();
      });
    }
    const wanted = this.#holdings.hungryAt(performance.now());
    if (wanted.length > 0) void this.#fetcher.fetch(wanted);
  }

  async #join(): Promise<void> {
    try {
      const joined = await this.#group.join();
      await this.#settle(joined);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Compares the new assignment of this member with the old one. */
  async #settle({ assignment, generation, continued }: Joined): Promise<void> {
    this.#holdings.keepOnly(continued ? assignment : []);
    const gained = assignment.filter((partition) => this.#holdings.held(partition) === undefined);
    if (gained.length === 0) return;
    const committed = await this.#group.committed(gained);
    const fresh = gained.filter((_, i) => committed[i] === null);
    const { reset, isolation } = this.options;
    const starts = fresh.length > 0 ? await listOffsets(this.wire, fresh, reset, isolation) : [];
    const startOf = new Map(starts.map((start) => [nameOf(start), start.offset]));
    if (this.#group.generation !== generation) return; // lost again meanwhile
    gained.forEach((partition, i) => {
      this.#holdings.gain(partition, committed[i] ?? startOf.get(nameOf(partition))!);
    });
  }

  /** Passing failures are tried again; every other one is the answer of the next poll. */
  #fail(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const mapped = logError(error, `poll of ${this.options.group}`, this.wire.brokers);
    if (!(mapped.code === "unreachable" && mapped.retriable)) this.#failure = mapped;
  }

  #woken(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, Math.min(timeoutMs, LONGEST_NAP_MS));
      this.#wake = done;
    });
  }
}
