import type { TopicPartition } from "../log/port.js";

/** Ascending by topic, in code units, then by partition. */
export function byPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

/**
 * Deals out partitions. Partition i of every topic goes to the same member among those that want all of them.
 *
 * @param members by id, with the topics they want
 * @param partitions how many partitions a topic has; 0 where it is gone
 */
export function assign(
  members: ReadonlyMap<string, readonly string[]>,
  partitions: (topic: string) => number,
): Map<string, TopicPartition[]> {
  const assignment = new Map<string, TopicPartition[]>([...members.keys()].sort().map((id) => [id, []]));
  for (const topic of [...new Set([...members.values()].flat())].sort()) {
    const takers = [...assignment.keys()].filter((id) => members.get(id)!.includes(topic));
    for (let partition = 0; partition < partitions(topic); partition++)
      assignment.get(takers[partition % takers.length]!)!.push({ topic, partition });
  }
  return assignment;
}
