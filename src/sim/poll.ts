import { type ConsumerOptions, LogError, type LogRecord, type Skipped, type TopicPartition } from "../log/port.js";
import type { Cluster } from "./cluster.js";
import type { Due } from "./event-queue.js";
import type { Detail, Reply } from "./network.js";
import type { PartitionLog } from "./partition-log.js";
import type { SimulatedProcess } from "./process.js";

/** A partition that a consumer holds. */
export interface Held extends TopicPartition {
  readonly log: PartitionLog;
  position: number;
  paused: boolean;
}

/** The consumer's side of a poll. */
export interface Subscriber {
  readonly id: string;
  readonly options: ConsumerOptions;
  readonly process: SimulatedProcess;
  generation: number;
  held: readonly Held[];
}

/** Result of a poll: a new generation, or records. */
export interface PollAnswer {
  readonly joined: {
    readonly generation: number;
    readonly assignment: readonly (TopicPartition & { readonly committed: number | null })[];
  } | null;
  readonly fetched: readonly {
    readonly held: Held;
    readonly from: number;
    readonly next: number;
    readonly records: readonly LogRecord[];
  }[];
  readonly skipped: readonly Skipped[];
}

const NOTHING: PollAnswer = { joined: null, fetched: [], skipped: [] };
export const DEFAULT_SESSION_TIMEOUT_MS = 10_000;
export const DEFAULT_MAX_POLL_MS = 300_000;
export const DEFAULT_MAX_RECORDS = 500;

/** A poll at the brokers. It waits there until there is something to report or its time is up. */
export class PendingPoll {
  readonly #cluster: Cluster;
  readonly #subscriber: Subscriber;
  readonly #reply: Reply<PollAnswer>;
  readonly #deadline: number;
  #timer: Due | null = null;
  #waitsAt: Set<() => void>[] = [];
  #skipped: Skipped[] = [];
  #done = false;

  constructor(cluster: Cluster, subscriber: Subscriber, deadline: number, reply: Reply<PollAnswer>) {
    this.#cluster = cluster;
    this.#subscriber = subscriber;
    this.#deadline = deadline;
    this.#reply = reply;
  }

  readonly look = (): void => {
    if (this.#done) return;
    const { process, options, id } = this.#subscriber;
    const { scheduler } = this.#cluster.world;
    if (!process.alive) {
      this.#finish();
      return;
    }
    const group = this.#cluster.group(options.group);
    if (group.isFenced(id)) {
      this.#finish();
      this.#reply.fail(instanceTaken(options));
      return;
    }
    const share = group.join(id, {
      topics: options.topics,
      sessionTimeoutMs: options.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS,
      maxPollMs: options.maxPollMs ?? DEFAULT_MAX_POLL_MS,
      instanceId: options.instanceId,
      beating: () => process.responsive && this.#cluster.network.reaches(process, null),
      polling: () => !this.#done,
    });
    // Joining may complete the rebalance, which looks again from inside.
    if (this.#done) return;
    if (share !== null && share.generation !== this.#subscriber.generation) {
      const assignment = share.assignment.map((one) => ({
        ...one,
        committed: group.offsets.get(one.topic, one.partition),
      }));
      this.#answer({ ...NOTHING, joined: { ...share, assignment } }, () => `generation ${share.generation}`);
      return;
    }
    const fetched = share === null ? [] : this.#fetch();
    const skipped = this.#skipped;
    if (fetched.length + skipped.length > 0) this.#answer({ joined: null, fetched, skipped }, () => describe(fetched));
    else if (scheduler.now >= this.#deadline) this.#answer(NOTHING, () => "nothing");
    else if (this.#timer === null) this.#wait(scheduler.at(this.#deadline, this.look));
  };

  #fetch(): PollAnswer["fetched"] {
    const { options, process, held } = this.#subscriber;
    const max = options.maxRecords ?? DEFAULT_MAX_RECORDS;
    const fetched: PollAnswer["fetched"][number][] = [];
    for (const one of held) {
      if (one.paused || !this.#cluster.network.reaches(process, one)) continue;
      const { log } = one;
      if (one.position < log.start || one.position > log.end) {
        const to = options.reset === "earliest" ? log.start : log.limit(options.isolation);
        this.#skipped.push({ topic: one.topic, partition: one.partition, from: one.position, to });
        one.position = to;
      }
      const { records, next } = log.fetch(one.position, max, options.isolation);
      if (records.length > 0) fetched.push({ held: one, from: one.position, next, records });
      else one.position = next;
    }
    return fetched;
  }

  #wait(timer: Due): void {
    this.#timer = timer;
    const group = this.#cluster.group(this.#subscriber.options.group);
    this.#waitsAt = [group.waiters, ...this.#subscriber.held.map((one) => one.log.waiters)];
    for (const waiters of this.#waitsAt) waiters.add(this.look);
  }

  #answer(answer: PollAnswer, detail: Detail): void {
    this.#finish();
    this.#reply.ok(answer, detail);
  }

  #finish(): void {
    this.#done = true;
    this.#cluster.world.scheduler.cancel(this.#timer);
    for (const waiters of this.#waitsAt) waiters.delete(this.look);
  }
}

const instanceTaken = ({ group, instanceId }: ConsumerOptions): LogError =>
  new LogError(
    "foreign-group",
    `another member of group "${group}" has taken the instanceId "${instanceId}". Give each its own, or stop one of them.`,
    false,
  );

const describe = (fetched: PollAnswer["fetched"]): string =>
  fetched
    .map(({ held, records }) => {
      const [first, last] = [records[0]!.offset, records.at(-1)!.offset];
      return `${held.log.label}@${first}${last === first ? "" : `..${last}`}`;
    })
    .join(" ");
