import type { LogRecord } from "../log/port.js";
import type { TopicConfig } from "./topic-config.js";

/** A transaction as one partition sees it. Its records refer to it, and learn from it how it ended. */
export interface PartitionTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  status: "open" | "committed" | "aborted";
}

/** A record as the broker stores it. */
export interface Entry {
  readonly record: LogRecord;
  readonly transaction: PartitionTransaction | null;
  /** The mark that ends a transaction: it has an offset, and no reader ever sees it. */
  readonly marker: boolean;
  readonly bytes: number;
  /** Time from which compaction may drop a tombstone or a mark; `null` until its first compaction. */
  readonly deleteHorizonMs: number | null;
}

/** A stretch of a partition; it is compacted, deleted and closed as a whole. */
export class Segment {
  readonly baseOffset: number;
  readonly entries: Entry[];
  bytes = 0;
  maxTimestamp = Number.NEGATIVE_INFINITY;

  constructor(baseOffset: number, entries: readonly Entry[] = []) {
    this.baseOffset = baseOffset;
    this.entries = [];
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    this.bytes += entry.bytes;
    if (entry.record.timestamp > this.maxTimestamp) this.maxTimestamp = entry.record.timestamp;
  }

  /** True when this record must go into a new segment: by size, or because event time has moved on (as in Kafka). */
  isFull(entry: Entry, config: TopicConfig): boolean {
    const first = this.entries[0];
    if (first === undefined) return false;
    return (
      this.bytes + entry.bytes > config.segmentBytes ||
      entry.record.timestamp - first.record.timestamp > config.segmentMs
    );
  }

  /** The index of the first entry at or above an offset. */
  indexOf(offset: number): number {
    const { entries } = this;
    if (entries.length === 0 || offset <= entries[0]!.record.offset) return 0;
    let low = 0;
    let high = entries.length;
    // Without gaps the answer is known at once.
    const guess = offset - entries[0]!.record.offset;
    if (guess < high && entries[guess]!.record.offset === offset) return guess;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle]!.record.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
