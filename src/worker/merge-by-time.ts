import type { LogRecord } from "../log/index.js";

/**
 * Merges what one poll returned for the partitions of a task: always the record with the smallest timestamp of those that
 * are next, the partitions' own order untouched. (Kafka Streams chooses the same way.)
 *
 * @param records by partition, each partition in offset order
 */
export function mergeByTime(records: readonly LogRecord[]): readonly LogRecord[] {
  const lists = new Map<string, LogRecord[]>();
  for (const record of records) {
    const list = lists.get(record.topic);
    if (list === undefined) lists.set(record.topic, [record]);
    else list.push(record);
  }
  if (lists.size < 2) return records;
  const queues = [...lists.values()].map((list) => ({ list, next: 0 }));
  const merged: LogRecord[] = [];
  while (merged.length < records.length) {
    let best: (typeof queues)[number] | null = null;
    for (const queue of queues) {
      if (queue.next === queue.list.length) continue;
      if (best === null || queue.list[queue.next]!.timestamp < best.list[best.next]!.timestamp) best = queue;
    }
    merged.push(best!.list[best!.next++]!);
  }
  return merged;
}
