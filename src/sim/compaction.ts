import type { PartitionLog } from "./partition-log.js";
import { type Entry, Segment } from "./segment.js";

/**
 * Compacts all of a partition but its active segment and what is not stable: of each key the last record stays, at its
 * own offset. A tombstone and a transaction's mark stay until `delete.retention.ms` after the first compaction that met
 * them; records of aborted transactions go at once.
 *
 * @param now the broker's time, in milliseconds since the epoch
 * @see Kafka's documentation, "Log Compaction Basics"
 */
export function compact(log: PartitionLog, now: number): void {
  const cleanable = cleanableSegments(log, now);
  if (cleanable.length === 0) return;
  const last = lastOffsets(cleanable);
  const horizon = now + log.config.deleteRetentionMs;
  const cleaned = cleanable.map((segment) => {
    const kept: Entry[] = [];
    for (const entry of segment.entries) {
      if (!entry.marker && entry.transaction?.status === "aborted") continue;
      if (!entry.marker && last.get(keyOf(entry)) !== entry.record.offset) continue;
      if (!entry.marker && entry.record.value !== null) kept.push(entry);
      else if (entry.deleteHorizonMs === null) kept.push({ ...entry, deleteHorizonMs: horizon });
      else if (now < entry.deleteHorizonMs) kept.push(entry);
    }
    return new Segment(segment.baseOffset, kept);
  });
  log.replaceOldest(cleanable.length, merged(cleaned, log));
  log.cleanedTo = log.segments.find((segment) => segment.baseOffset > cleanable.at(-1)!.baseOffset)!.baseOffset;
}

/** True when the cleaner would take this partition up: enough of it is new, or something new is too old. */
export function wantsCompaction(log: PartitionLog, now: number): boolean {
  let clean = 0;
  let dirty = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const segment of cleanableSegments(log, now)) {
    if (segment.baseOffset < log.cleanedTo) clean += segment.bytes;
    else {
      dirty += segment.bytes;
      oldest = Math.min(oldest, segment.entries[0]?.record.timestamp ?? oldest);
    }
  }
  if (dirty === 0) return false;
  return dirty / (clean + dirty) > log.config.minCleanableDirtyRatio || now - oldest > log.config.maxCompactionLagMs;
}

/** Segments from the oldest on that are closed, stable, and older than `min.compaction.lag.ms`. */
function cleanableSegments(log: PartitionLog, now: number): Segment[] {
  const cleanable: Segment[] = [];
  const { segments, lastStable } = log;
  for (let i = 0; i < segments.length - 1; i++) {
    if (segments[i + 1]!.baseOffset > lastStable) break;
    if (segments[i]!.maxTimestamp > now - log.config.minCompactionLagMs && log.config.minCompactionLagMs > 0) break;
    cleanable.push(segments[i]!);
  }
  return cleanable;
}

function lastOffsets(segments: readonly Segment[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { entries } of segments)
    for (const entry of entries)
      if (!entry.marker && entry.transaction?.status !== "aborted") last.set(keyOf(entry), entry.record.offset);
  return last;
}

/** Bytes as a string, one character each. */
const keyOf = (entry: Entry): string => String.fromCharCode(...(entry.record.key ?? []));

/** Joins neighboring segments that have become small, up to the size of one segment, as Kafka does. */
function merged(segments: readonly Segment[], log: PartitionLog): Segment[] {
  const groups: Segment[] = [];
  for (const segment of segments) {
    const before = groups.at(-1);
    if (before !== undefined && before.bytes + segment.bytes <= log.config.segmentBytes)
      for (const entry of segment.entries) before.add(entry);
    else groups.push(segment);
  }
  return groups;
}
