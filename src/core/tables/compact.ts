import type { Write } from "./fold-table.js";

/** A write where it stands in its partition. */
export interface StoredWrite<K extends string | number, V> extends Write<K, V> {
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly ts: number;
}

/** What a cleaning may touch. */
export interface Compaction {
  /** The first offset of the active segment, which is never compacted. */
  readonly activeFrom: number;
  /** Milliseconds since the epoch: the clock of the cleaner. */
  readonly now: number;
  /** How long a tombstone stays for readers that are half-way: it goes when `now ≥ ts + deleteRetentionMs`. */
  readonly deleteRetentionMs: number;
}

/**
 * Compacts a partition: below the active segment only the last record of each key stays, at its own offset and in its own
 * place; offsets get gaps, never new numbers.
 *
 * The table that the log folds to stays the same for whoever reads from the start. Boundary: the last record of a key below
 * `activeFrom` stays although the active segment overwrites it; so duplicates remain there. A tombstone's retention counts from
 * its own time (Kafka counts from the cleaning that first saw it).
 *
 * @param log one partition in offset order; it is left alone
 * @see https://kafka.apache.org/documentation/#design_compactionbasics
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compact } from "tidemark";
 *
 * const log = [
 *   { offset: 0, key: "a", value: 1, ts: 0 },
 *   { offset: 1, key: "b", value: 2, ts: 10 },
 *   { offset: 2, key: "a", value: 3, ts: 20 },
 *   { offset: 3, key: "b", value: null, ts: 30 },
 *   { offset: 4, key: "a", value: 4, ts: 40 },
 * ];
 * const offsets = (now: number) =>
 *   compact(log, { activeFrom: 4, now, deleteRetentionMs: 60 }).map((record) => record.offset);
 * assert.deepEqual(offsets(89), [2, 3, 4]); // the young tombstone stays
 * assert.deepEqual(offsets(90), [2, 4]);
 * ```
 */
export function compact<R extends StoredWrite<string | number, unknown>>(
  log: readonly R[],
  { activeFrom, now, deleteRetentionMs }: Compaction,
): R[] {
  const lastOffset = new Map<string | number, number>();
  for (const { offset, key } of log) if (offset < activeFrom) lastOffset.set(key, offset);
  return log.filter(({ offset, key, value, ts }) => {
    if (offset >= activeFrom) return true;
    if (lastOffset.get(key) !== offset) return false;
    return value !== null || now < ts + deleteRetentionMs;
  });
}
