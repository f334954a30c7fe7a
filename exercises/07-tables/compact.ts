import { NotStarted, type Stored } from "tidemark/exercises";

export interface Cleaning {
  /** The first offset of the active segment: records from here on are left alone. */
  readonly activeFrom: number;
  readonly now: number;
  /** How long a tombstone is kept, in milliseconds, 0 or more. */
  readonly deleteRetentionMs: number;
}

/**
 * What compaction leaves of a log: a shorter log that amounts to the same table.
 *
 * Records at offset `activeFrom` and beyond stay as they are. Of the records below it only the last of each key among
 * those below stays, even when the active part has a newer one. If that one is a tombstone (its value is `null`), it
 * stays until it is `deleteRetentionMs` old, and goes when `now` has reached its ts + deleteRetentionMs. Whoever reads
 * slowly has until then to learn of the deletion. (Kafka counts from the first cleaning that saw it; we count from its
 * own time.)
 *
 * What stays is unchanged, with its own offset, in its own place: a compacted log has gaps, never new numbers.
 *
 * @param log one partition, in the order of its offsets, which may have gaps already
 */
export function compact(log: readonly Stored[], options: Cleaning): Stored[] {
  throw new NotStarted();
}
