import { type Log, LogError, type LogRecord } from "../log/index.js";
import { readTopic } from "./input.js";

/** A segment is closed before it grows beyond this, in bytes; only closed segments are compacted. */
const SEGMENT_BYTES = 1_000;
/** Longest time for compaction, in milliseconds: Kafka's cleaner looks every 15 s, and needs a moment. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** Compaction as soon as a segment is closed; tombstones stay for a minute, for readers that are half-way. */
const compactedSoon = {
  "cleanup.policy": "compact",
  "min.cleanable.dirty.ratio": "0.01",
  "min.compaction.lag.ms": "0",
  "delete.retention.ms": "60000",
};

/** The requested settings of the topic and the broker's answer, in one line. */
export const howCompactionIsSeen = `closed segments of ${SEGMENT_BYTES} bytes, min.cleanable.dirty.ratio=0.01`;

/**
 * Makes a topic whose compaction can be watched: its segments hold a thousand bytes in place of a gigabyte. Brokers
 * from 4.0 on take that as `internal.segment.bytes`, older ones as `segment.bytes`.
 */
export async function createCompactedSoon(log: Log, name: string, partitions: number): Promise<void> {
  const withSegments = (setting: string) =>
    log.createTopics([{ name, partitions, config: { ...compactedSoon, [setting]: String(SEGMENT_BYTES) } }]);
  try {
    await withSegments("internal.segment.bytes");
  } catch (error) {
    if (!(error instanceof LogError && error.code === "invalid-topic")) throw error;
    await withSegments("segment.bytes");
  }
}

/** Contents of a topic, partition by partition. */
export interface LogSize {
  readonly records: number;
  /** Size of keys and values: the bytes that a new reader fetches. */
  readonly bytes: number;
}

export const sizeOf = (records: readonly Pick<LogRecord, "key" | "value">[]): LogSize => ({
  records: records.length,
  bytes: records.reduce((sum, record) => sum + bytesOf(record), 0),
});

const bytesOf = ({ key, value }: Pick<LogRecord, "key" | "value">): number => (key?.length ?? 0) + (value?.length ?? 0);

/**
 * Waits until no key occurs twice below the active segments, and nothing changes any more.
 *
 * @returns what the topic holds then, and how long that took in milliseconds; `null` where the cleaner did not come
 */
export async function compacted(
  log: Log,
  topic: string,
  signal: AbortSignal,
): Promise<{ readonly records: readonly LogRecord[]; readonly waitedMs: number } | null> {
  const startedAt = log.clock.now();
  let before = -1;
  while (!signal.aborted) {
    const records = await readTopic(log, topic);
    const waitedMs = log.clock.now() - startedAt;
    if (records.length === before && isCompacted(records)) return { records, waitedMs };
    if (waitedMs > PATIENCE_MS) return null;
    before = records.length;
    await log.clock.sleep(LOOK_EVERY_MS, signal);
  }
  return null;
}

/** True when each key occurs once, except in the last segment of each partition, which is not closed yet. */
export function isCompacted(records: readonly LogRecord[]): boolean {
  const closed = new Set<string>();
  const left = new Map<number, number>();
  for (const record of records) left.set(record.partition, (left.get(record.partition) ?? 0) + bytesOf(record));
  for (const record of records) {
    if (left.get(record.partition)! <= SEGMENT_BYTES) continue;
    const name = `${record.partition}/${new TextDecoder().decode(record.key ?? new Uint8Array())}`;
    if (closed.has(name)) return false;
    closed.add(name);
    left.set(record.partition, left.get(record.partition)! - bytesOf(record));
  }
  return true;
}
