/**
 * The port: what Tidemark needs of a log, and nothing more. Two things implement it, the simulated Kafka (src/sim) and
 * real Kafka through kafkajs (src/kafka), and one contract suite (test/contract) runs on both. The worker knows only this.
 */
import type { Clock } from "./clock.js";

/** Bytes as the log keeps them. The log never looks inside. */
export type Bytes = Uint8Array;

export type Headers = Readonly<Record<string, Bytes>>;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A record as it stands in a partition. A `null` value is a tombstone. */
export interface LogRecord extends TopicPartition {
  readonly offset: number;
  /** Milliseconds since the epoch: what the producer wrote, or the append time where it wrote none. */
  readonly timestamp: number;
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

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's names: `cleanup.policy`, `delete.retention.ms`, `retention.ms`, `max.message.bytes`, … */
  readonly config?: Readonly<Record<string, string>>;
}

export interface TopicDescription extends TopicSpec {
  readonly config: Readonly<Record<string, string>>;
}

/** `start`: the first offset still held. `end`: the offset that the next record gets; under read_committed, the last stable offset. */
export interface OffsetRange extends TopicPartition {
  readonly start: number;
  readonly end: number;
}

/** read_committed hides the records of open and of aborted transactions; read_uncommitted shows everything. */
export type Isolation = "read_committed" | "read_uncommitted";

export interface Log {
  /** A name for people: which broker this is. */
  readonly name: string;
  readonly clock: Clock;

  /** Makes topics. Throws `LogError` "topic-exists" when one is there already (the others are made). */
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Deletes topics with all their records. Throws `LogError` "unknown-topic". */
  deleteTopics(names: readonly string[]): Promise<void>;
  listTopics(): Promise<readonly string[]>;
  /** `null` when there is no such topic. */
  describeTopic(name: string): Promise<TopicDescription | null>;
  /** Raises the number of partitions; records stay where they are, keys hash anew. */
  addPartitions(topic: string, partitions: number): Promise<void>;
  /** The range of each partition, ascending. */
  offsets(topic: string, isolation: Isolation): Promise<readonly OffsetRange[]>;
  /** What a group has committed in each partition of a topic, ascending by partition; `null` where nothing. */
  committed(group: string, topic: string): Promise<readonly (number | null)[]>;
  /** Sets a group's offsets from outside. The group must be empty: `LogError` "group-not-empty". */
  setCommitted(group: string, positions: readonly Position[]): Promise<void>;

  /** A producer without transactions. Idempotent (the default): a retry inside the client is appended once. */
  producer(options?: { readonly idempotent?: boolean }): Promise<Producer>;
  /**
   * A producer of transactions. When the promise resolves, every earlier producer of this id is fenced: its open
   * transaction is aborted, and what it tries from now on fails with `LogError` "fenced". Read committed offsets after
   * that, never before.
   */
  transactionalProducer(
    transactionalId: string,
    options?: { readonly timeoutMs?: number },
  ): Promise<TransactionalProducer>;
  /** A member of a consumer group. */
  consumer(options: ConsumerOptions): Promise<Consumer>;
  /** Reads one partition from `from` up to, not including, `to`, outside any group: how a changelog is restored. */
  read(from: Position, to: number, options: { readonly isolation: Isolation }): AsyncIterable<readonly LogRecord[]>;

  /** Closes every client that was made from here. */
  close(): Promise<void>;
}

export interface Producer {
  /**
   * Appends in the order given (for each partition) and resolves when all replicas have them, with a receipt for each.
   * Throws `LogError` "too-large", "unknown-topic", "unauthorized", "unreachable" (after the client's own retries:
   * the records may or may not be there).
   */
  send(records: readonly NewRecord[]): Promise<readonly Receipt[]>;
  close(): Promise<void>;
}

export interface TransactionalProducer {
  readonly transactionalId: string;
  /** At most one transaction is open at a time. */
  begin(): Promise<Transaction>;
  close(): Promise<void>;
}

export interface Transaction {
  send(records: readonly NewRecord[]): Promise<readonly Receipt[]>;
  /** The group's offsets become committed with the transaction, or not at all. */
  sendOffsets(group: string, positions: readonly Position[]): Promise<void>;
  /** Throws `LogError` "fenced" when a successor exists, "unknown-outcome" when the answer was lost: look at the committed offset. */
  commit(): Promise<void>;
  abort(): Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly isolation: Isolation;
  /** Where a partition without a committed offset, or with one out of range, starts. */
  readonly reset: "earliest" | "latest";
  readonly sessionTimeoutMs?: number;
  /** Records of one partition that one poll returns at most. */
  readonly maxRecords?: number;
}

/**
 * What one poll saw, in this order: partitions lost, partitions gained, then records of what is assigned now.
 * A revoked partition is already somebody else's: a commit for it fails with "rebalanced".
 */
export interface Polled {
  readonly revoked: readonly TopicPartition[];
  readonly assigned: readonly TopicPartition[];
  /** By partition, ascending offsets, gaps where compaction or transaction marks left them. */
  readonly records: readonly LogRecord[];
}

export interface Consumer {
  readonly assignment: readonly TopicPartition[];
  /** Waits up to `timeoutMs` for something to report; an empty answer means that nothing came. */
  poll(timeoutMs: number): Promise<Polled>;
  /**
   * The offset of the next record that poll would return. It moves past gaps and transaction marks once a poll has seen
   * that nothing readable lies there, so it reaches the end offset although the last offset may hold no record.
   */
  position(partition: TopicPartition): number;
  seek(position: Position): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** Throws `LogError` "rebalanced" when the group has moved on without this member. */
  commit(positions: readonly Position[]): Promise<void>;
  /** Leaves the group at once, so that others take over without waiting for the session time-out. */
  close(): Promise<void>;
}

export type LogErrorCode =
  | "topic-exists"
  | "unknown-topic"
  | "invalid-topic"
  | "too-large"
  | "unauthenticated"
  | "unauthorized"
  | "unreachable"
  | "fenced"
  | "rebalanced"
  | "unknown-outcome"
  | "group-not-empty"
  | "offset-out-of-range"
  | "closed";

/** The one error that leaves the port. `retriable`: the same call may succeed later. */
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
