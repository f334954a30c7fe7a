import type { Isolation, LogRecord } from "../log/port.js";
import { type Entry, type PartitionTransaction, Segment } from "./segment.js";
import type { TopicConfig } from "./topic-config.js";

/** A record to append; its offset is still unknown. */
export type Draft = Pick<LogRecord, "timestamp" | "key" | "value" | "headers"> & { readonly bytes: number };

/** Result of a fetch: the records, and the offset of the next fetch, past gaps, marks and hidden records. */
export interface Fetched {
  readonly records: readonly LogRecord[];
  readonly next: number;
}

/** One partition: segments of records in the order of their offsets, the last one active. */
export class PartitionLog {
  readonly topic: string;
  readonly partition: number;
  /** "topic[partition]", the name in stories and faults. */
  readonly label: string;
  readonly config: TopicConfig;
  /** Called when more may be readable than before. */
  readonly waiters = new Set<() => void>();
  /** The last batch of each idempotent producer: a repeated batch is recognized by it. */
  readonly sequences = new Map<number, { readonly sequence: number; readonly base: number }>();
  /** Offsets below this have been through compaction. */
  cleanedTo = 0;
  #segments: Segment[] = [new Segment(0)];
  #start = 0;
  #end = 0;
  readonly #open = new Map<number, PartitionTransaction>();

  constructor(topic: string, partition: number, config: TopicConfig) {
    this.topic = topic;
    this.partition = partition;
    this.label = `${topic}[${partition}]`;
    this.config = config;
  }

  /** The first offset that is held. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** The end for read_committed: the first offset of the oldest open transaction, else the end of the log. */
  get lastStable(): number {
    let stable = this.#end;
    for (const transaction of this.#open.values()) stable = Math.min(stable, transaction.firstOffset);
    return stable;
  }

  limit(isolation: Isolation): number {
    return isolation === "read_committed" ? this.lastStable : this.#end;
  }

  /** Oldest first; the last one is active. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Appends records, as part of a producer's transaction where it has one; returns the first offset. */
  append(drafts: readonly Draft[], now: number, transactionOf: number | null): number {
    const base = this.#end;
    let transaction: PartitionTransaction | null = null;
    if (transactionOf !== null && drafts.length > 0) {
      transaction = this.#open.get(transactionOf) ?? { producerId: transactionOf, firstOffset: base, status: "open" };
      this.#open.set(transactionOf, transaction);
    }
    for (const draft of drafts) {
      const timestamp = this.config.appendTime ? now : draft.timestamp;
      const { topic, partition } = this;
      const { key, value, headers } = draft;
      const record: LogRecord = { topic, partition, offset: this.#end, timestamp, key, value, headers };
      this.#add({ record, transaction, marker: false, bytes: draft.bytes, deleteHorizonMs: null });
    }
    this.#wake();
    return base;
  }

  /** Ends a producer's transaction here with a mark, which takes one offset. */
  mark(producerId: number, status: "committed" | "aborted", now: number): void {
    const transaction = this.#open.get(producerId) ?? null;
    if (transaction !== null) {
      transaction.status = status;
      this.#open.delete(producerId);
    }
    const { topic, partition } = this;
    const record = { topic, partition, offset: this.#end, timestamp: now, key: null, value: null, headers: [] };
    this.#add({ record, transaction, marker: true, bytes: 78, deleteHorizonMs: null });
    this.#wake();
  }

  /** Up to `max` readable records from `from` on (which lies between start and end), below `to`. */
  fetch(from: number, max: number, isolation: Isolation, to: number = Number.POSITIVE_INFINITY): Fetched {
    const limit = Math.min(this.limit(isolation), to);
    const records: LogRecord[] = [];
    if (from >= limit) return { records, next: from };
    for (let s = this.#segmentOf(from); s < this.#segments.length; s++) {
      const { entries } = this.#segments[s]!;
      for (let i = this.#segments[s]!.indexOf(from); i < entries.length; i++) {
        const { record, transaction, marker } = entries[i]!;
        if (record.offset >= limit) return { records, next: limit };
        if (marker || (isolation === "read_committed" && transaction?.status === "aborted")) continue;
        if (records.length === max) return { records, next: records.at(-1)!.offset + 1 };
        records.push(record);
      }
    }
    return { records, next: limit };
  }

  /** Closes the active segment, so that its records can be compacted or deleted. */
  roll(): void {
    if (this.#segments.at(-1)!.entries.length > 0) this.#segments.push(new Segment(this.#end));
  }

  /** Replaces the oldest `count` segments; records that the new ones lack are gone. */
  replaceOldest(count: number, by: readonly Segment[]): void {
    this.#segments = [...by, ...this.#segments.slice(count)];
  }

  /** Forgets all records below an offset, in whole segments. */
  deleteBelow(offset: number): void {
    this.#segments = this.#segments.filter((segment) => segment.baseOffset >= offset);
    if (this.#segments.length === 0) this.#segments.push(new Segment(this.#end));
    this.#start = Math.max(this.#start, offset);
    this.cleanedTo = Math.max(this.cleanedTo, this.#start);
  }

  #add(entry: Entry): void {
    const active = this.#segments.at(-1)!;
    if (active.isFull(entry, this.config)) this.roll();
    this.#segments.at(-1)!.add(entry);
    this.#end++;
  }

  #wake(): void {
    if (this.waiters.size > 0) for (const waiter of [...this.waiters]) waiter();
  }

  #segmentOf(offset: number): number {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#segments[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
