import { type Consumer, type Log, LogError, type Polled } from "../log/index.js";
import type { Topology } from "./topology.js";

/**
 * Throws when a topic was deleted or has grown since the worker began. Otherwise nobody would read the new partitions,
 * and nobody would be told.
 *
 * @param polled changes of the assignment in the last poll
 * @throws LogError "unknown-topic" for a topic that was deleted, "invalid-topic" for one with more partitions than before
 */
export async function refuseChangedTopics(
  log: Log,
  { partitions }: Topology,
  consumer: Consumer,
  { revoked, assigned }: Pick<Polled, "revoked" | "assigned">,
): Promise<void> {
  for (const { topic, partition } of assigned) {
    const before = partitions.get(topic)!;
    if (partition < before) continue;
    throw new LogError(
      "invalid-topic",
      `${topic} had ${before} ${before === 1 ? "partition" : "partitions"} when the worker began and has more now: keys have moved, so the old state fits no more. Try: another group (state is rebuilt from the inputs), or --fresh`,
      false,
    );
  }
  const left = new Set(consumer.assignment.map(({ topic }) => topic));
  const lost = [...new Set(revoked.map(({ topic }) => topic))].filter((topic) => !left.has(topic));
  const gone = await goneTopic(log, lost);
  if (gone !== null) throw gone;
}

/** An error that names the deleted topic; `null` while all exist. */
export async function goneTopic(log: Log, topics: readonly string[]): Promise<LogError | null> {
  for (const topic of topics) {
    if ((await log.describeTopic(topic)) !== null) continue;
    return new LogError(
      "unknown-topic",
      `${topic} was deleted while the worker read it. Try: make it anew and start again with another group, or --fresh: offsets and state are of the old one`,
      false,
    );
  }
  return null;
}
