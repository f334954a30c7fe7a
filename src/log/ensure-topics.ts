import { type Log, LogError, type TopicSpec } from "./port.js";

/**
 * Makes the topics that do not exist yet and leaves the others as they are.
 *
 * @returns the names of the topics that were made
 */
export async function ensureTopics(log: Log, topics: readonly TopicSpec[]): Promise<readonly string[]> {
  const made: string[] = [];
  for (const topic of topics) {
    try {
      await log.createTopics([topic]);
      made.push(topic.name);
    } catch (error) {
      if (!(error instanceof LogError && error.code === "topic-exists")) throw error;
    }
  }
  return made;
}
