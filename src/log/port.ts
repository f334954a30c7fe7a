/**
 * The port: everything that Tidemark needs of a log. The simulated Kafka (src/sim) and real Kafka through kafkajs
 * (src/kafka) implement it, and one contract suite (test/contract) runs on both. The worker knows only this.
 */
import type { Clock } from "./clock.js";

/**
 * Bytes as the log keeps them. The log never looks inside. Nobody may change them after passing them on, in either
 * direction.
 */
export type Bytes = Uint8Array;

/** A header's name and value. A value may be `null`. */
export type Header = readonly [name: string, value: Bytes | null];

/** Headers in their order. A name may repeat: see `lastHeader`. */
export type Headers = readonly Header[];

/** A partition of a topic. Partitions are numbered from 0. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A record in a partition. A `null` value is a tombstone. */
export interface LogRecord extends TopicPartition {
  readonly offset: number;
  /**
   * Milliseconds since the epoch: the producer's timestamp, or the append time where the producer gave none. Exact for
   * every date.
   */
  readonly timestamp: number;
  /** The timestamp again, exactly, where a number cannot hold it: beyond ±2⁵³. Such a time is no date. */
  readonly exactTimestamp?: bigint;
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  readonly headers: Headers;
}

/** A record to append. Without `partition` the key decides, as Kafka's default partitioner does (murmur2). */
export interface NewRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  /** Whole milliseconds, within the dates of JavaScript (±8.64e15); else "invalid-record". Left out: the time of the append. */
  readonly timestamp?: number;
  readonly headers?: Headers;
}

/** Where the log put a record. */
export interface Receipt extends TopicPartition {
  readonly offset: number;
}

/** The offset of the next record to read in a partition. */
export interface Position extends TopicPartition {
  readonly offset: number;
}

/** A topic to make: its name, its number of partitions, its settings. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's names: `cleanup.policy`, `delete.retention.ms`, `retention.ms`, `max.message.bytes`, … */
  readonly config?: Readonly<Record<string, string>>;
}

/** An existing topic with all its settings. */
export interface TopicDescription extends TopicSpec {
  /** Another one once the topic was deleted and made anew under its name. `null` for a broker older than 2.8. */
  readonly id: string | null;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * `start`: the first offset that is still held. `end`: the offset of the next record; under read_committed, the last
 * stable offset.
 */
export interface OffsetRange extends TopicPartition {
  readonly start: number;
  readonly end: number;
}

/** read_committed hides the records of open and of aborted transactions; read_uncommitted shows everything. */
export type Isolation = "read_committed" | "read_uncommitted";

/** A log of topics: Kafka, or the simulation of Kafka. */
export interface Log {
  /** A name for people: which broker this is. */
  readonly name: string;
  readonly clock: Clock;

  /**
   * Makes topics; once the promise resolves they can be written and read. Throws `LogError` "topic-exists" when one
   * exists already (the others are made, and the existing one can be used too, even if it was made a moment ago),
   * "invalid-topic" for an invalid name, partition count or config.
   */
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Deletes topics with all their records. Throws `LogError` "unknown-topic". */
  deleteTopics(names: readonly string[]): Promise<void>;
  listTopics(): Promise<readonly string[]>;
  /** The configs in force, the broker's defaults included; `null` when there is no such topic. */
  describeTopic(name: string): Promise<TopicDescription | null>;
  /**
   * Raises the number of partitions. Records stay where they are; keys hash to other partitions from then on. Groups
   * notice when a member next refreshes its metadata (after minutes on a real broker), and rebalance then. Throws
   * "unknown-topic", "invalid-topic".
   */
  addPartitions(topic: string, partitions: number): Promise<void>;
  /** The range of each partition, ascending. Throws "unknown-topic". */
  offsets(topic: string, isolation: Isolation): Promise<readonly OffsetRange[]>;
  /**
   * The committed offsets of a group for one topic, ascending by partition; `null` where there is none. Offsets of an
   * open transaction are not included, and those of a transaction that has just committed may appear a moment later. To
   * be sure, first fence the transactional id that wrote them (see `transactionalProducer`). Throws "unknown-topic".
   */
  committed(group: string, topic: string): Promise<readonly (number | null)[]>;
  /** Sets a group's offsets from outside. The group must have no members: `LogError` "group-not-empty". */
  setCommitted(group: string, positions: readonly Position[]): Promise<void>;

  /** A producer without transactions. Idempotent by default: a retry inside the client is appended once. */
  producer(options?: { readonly idempotent?: boolean }): Promise<Producer>;
  /**
   * A producer of transactions. Once the promise resolves, every earlier producer of this id is fenced. Its open
   * transaction is aborted; a transaction whose commit had begun is committed as a whole; whatever it tries from now on
   * fails with `LogError` "fenced". Read committed offsets and changelogs after that, never before. `timeoutMs`
   * (default 60,000): the broker aborts a transaction that stays open for longer, and fences its producer.
   *
   * `timeoutMs` (default 60,000): a transaction that stays open longer is aborted by the broker, and its producer fenced.
   */
  transactionalProducer(
    transactionalId: string,
    options?: { readonly timeoutMs?: number },
  ): Promise<TransactionalProducer>;
  /** A member of a consumer group. It joins with its first poll. Throws "unknown-topic". */
  consumer(options: ConsumerOptions): Promise<Consumer>;
  /**
   * Reads one partition from `from` up to, not including, `to`, outside any group; a changelog is restored this way. It
   * ends when nothing readable is left below `to`, even if the last offsets are gaps, and it waits for records that are
   * not stable yet. So take `to` from `offsets` with the same isolation. `from` ≥ `to`: it ends at once. Throws
   * "offset-out-of-range" when `from` lies below the first offset that is held: records are missing, so begin again;
   * "unknown-topic", "unreachable", "unreadable".
   */
  read(from: Position, to: number, options: { readonly isolation: Isolation }): AsyncIterable<readonly LogRecord[]>;

  /** Closes every client that was made from here. Any call after that throws "closed". */
  close(): Promise<void>;
}

/** Appends records. Each is appended once, even if its answer is lost and it is sent again. */
export interface Producer {
  /**
   * Appends in the order given (for each partition) and resolves when all replicas have them, with a receipt for each,
   * in the order of the records. Two sends of one producer that overlap keep their order too. Throws `LogError`
   * "too-large" (one record exceeds `max.message.bytes`), "invalid-record" (a null key in a compacted topic, a partition
   * that is not there, a timestamp that is no date), "unknown-topic", "unauthorized", "unreachable" (after the client's own retries). After a throw,
   * each partition's records may or may not be there.
   */
  send(records: readonly NewRecord[]): Promise<readonly Receipt[]>;
  close(): Promise<void>;
}

/** Appends records in transactions. A newer producer with the same id fences this one. */
export interface TransactionalProducer {
  readonly transactionalId: string;
  /**
   * At most one transaction is open at a time: end the last one first ("closed"). Throws the reason why this producer
   * cannot be used any more, "fenced" or "unknown-outcome"; then make a new one.
   */
  begin(): Promise<Transaction>;
  close(): Promise<void>;
}

/**
 * Records and offsets that become visible together or not at all. After any throw but "too-large", "invalid-record" and
 * "unknown-topic" nothing can be added ("closed"); only `abort` is left. Retry the whole transaction, never one call.
 */
export interface Transaction {
  /** As `Producer.send`; readers under read_committed see the records after the commit only. Throws "fenced" as well. */
  send(records: readonly NewRecord[]): Promise<readonly Receipt[]>;
  /** The group's offsets become committed with the transaction, or not at all. No generation is checked: fence by transactional id. */
  sendOffsets(group: string, positions: readonly Position[]): Promise<void>;
  /**
   * Once it resolves, the outcome is sure; readers and `committed` may see it a moment later. Throws `LogError`
   * "fenced" when a successor exists or the time was up (nothing was committed), "unknown-outcome" when the answer was
   * lost: then fence the id with a new producer and look at the committed offset.
   */
  commit(): Promise<void>;
  /**
   * After it, nothing of the transaction ever becomes visible under read_committed. On a transaction that has ended or
   * was fenced it does nothing.
   */
  abort(): Promise<void>;
}

/** Settings of a consumer: its group, its topics, and where it begins. */
export interface ConsumerOptions {
  readonly group: string;
  /** Partition i of every topic goes to the same member. Any member may get any share; shares differ by at most one. */
  readonly topics: readonly string[];
  readonly isolation: Isolation;
  /** The starting point of a partition without a committed offset, or with one out of range. */
  readonly reset: "earliest" | "latest";
  /**
   * A member whose process gives no sign of life for longer is expelled (default 10,000; brokers refuse less than their
   * `group.min.session.timeout.ms`). A living process gives its signs by itself, whatever it is busy with.
   */
  readonly sessionTimeoutMs?: number;
  /**
   * A member that neither polls nor commits for longer is taken for stuck, and leaves the group (default 300,000, as Kafka's
   * own consumer). A rebalance waits this long for it. Polling with everything paused keeps the membership.
   */
  readonly maxPollMs?: number;
  /**
   * A name that this member keeps over restarts, and nobody else has (Kafka's `group.instance.id`). A restarted member takes its
   * predecessor's place at once, with the same partitions, and without a rebalance; so `close` leaves the place free for it
   * until the session is over. A member whose name another one has taken is refused: "foreign-group".
   */
  readonly instanceId?: string;
  /** The most records of one partition in one poll (default 500). */
  readonly maxRecords?: number;
}

/**
 * The result of one poll: partitions lost, then partitions gained; or else records of the assigned partitions. A poll
 * that reports a change has no records, so that the new owner of a partition can first fence, read the committed offset
 * and seek. A revoked partition already belongs to somebody else: a commit for it fails with "rebalanced". A partition
 * that stays through a rebalance is in neither list and goes on at its position. A partition that somebody else may
 * have had meanwhile is in both lists and goes on at the committed offset, as every assigned one does. Without a
 * committed offset, `reset` decides.
 *
 * A revoked partition is already somebody else's: a commit for it fails with "rebalanced". One that stays through a
 * rebalance is in neither list and goes on at its position; one that somebody else may have had meanwhile is in both,
 * and goes on at the committed offset, as every assigned one does. Where none is committed, `reset` decides.
 */
export interface Polled {
  readonly revoked: readonly TopicPartition[];
  readonly assigned: readonly TopicPartition[];
  /** By partition, ascending offsets, with gaps where compaction or transaction marks left them. */
  readonly records: readonly LogRecord[];
  /** Input that was found to be gone in this poll. */
  readonly skipped: readonly Skipped[];
}

/**
 * A partition that no longer held the member's position: the position was moved to where `reset` says. The offsets from
 * `from` up to, not including, `to` are never returned. Retention (or somebody) has deleted them, or, with `reset: "latest"`,
 * what was behind them is passed over too. `to` below `from`: the topic was deleted and made anew.
 */
export interface Skipped extends TopicPartition {
  readonly from: number;
  readonly to: number;
}

/** Reads as a member of a group. The program asks with `poll`; nothing is pushed. */
export interface Consumer {
  /** As the last poll reported it; it changes in `poll` only. Sorted by topic, then partition. */
  readonly assignment: readonly TopicPartition[];
  /**
   * Waits up to `timeoutMs` for something to report; an empty answer means that nothing came. Records are given out
   * once, from the position on. While the broker is away the answer stays empty, and the consumer recovers without
   * help. Throws errors that waiting does not cure: "unreadable" after all records before the unreadable ones,
   * "foreign-group", "unauthorized".
   */
  poll(timeoutMs: number): Promise<Polled>;
  /**
   * The offset of the next record that poll will return. It moves past gaps and transaction marks once a poll has seen
   * that nothing readable lies there, so it reaches the end offset even if the last offset holds no record. Like seek,
   * pause and resume it throws "rebalanced" for a partition that is not assigned.
   */
  position(partition: TopicPartition): number;
  seek(position: Position): void;
  /** A paused partition stays assigned, and poll returns none of its records until `resume`. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /**
   * Sets the group's offsets: each is the next to read, not the last one read. Throws `LogError` "rebalanced" when the
   * group has moved on without this member, "unreachable".
   */
  commit(positions: readonly Position[]): Promise<void>;
  /** Leaves the group at once, so that others take over without waiting for the session time-out; see `instanceId`. */
  close(): Promise<void>;
}

/** The kind of a `LogError`; each kind tells the caller what to do. */
export type LogErrorCode =
  | "topic-exists"
  | "unknown-topic"
  | "invalid-topic"
  | "too-large"
  | "invalid-record"
  | "unauthenticated"
  | "unauthorized"
  | "unreachable"
  | "fenced"
  | "rebalanced"
  | "unknown-outcome"
  | "group-not-empty"
  | "foreign-group"
  | "offset-out-of-range"
  | "unreadable"
  | "unexpected"
  | "closed";

/**
 * The one error that leaves the port. `retriable`: the same call may succeed later.
 *
 * Three codes never pass by waiting. "foreign-group": members of the group deal its partitions out by other rules.
 * "unreadable": a batch of records cannot be decoded; the message says its place. "unexpected": an answer or a failure that
 * no rule covers, a mistake of this library included.
 */
export class LogError extends Error {
  override readonly name = "LogError";
  constructor(
    readonly code: LogErrorCode,
    message: string,
    readonly retriable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
