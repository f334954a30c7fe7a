import type { Log } from "../log/index.js";
import type { WorkerStatus } from "./status.js";

/** The lag of a task in one of its inputs. */
export interface Lag {
  readonly task: string;
  readonly topic: string;
  readonly partition: number;
  /** Offsets between the position and the end; compaction and transaction marks count, as they do for Kafka's own tools. */
  readonly records: number;
  /** The age of the last processed record since it was written, in milliseconds; 0 when nothing is left to read. */
  readonly timeMs: number;
}

/**
 * The lag of every input of every task, in records and in time.
 *
 * @param status the worker's own status
 */
export async function lag(log: Log, status: WorkerStatus): Promise<readonly Lag[]> {
  const topics = [...new Set(status.tasks.flatMap(({ inputs }) => inputs.map(({ topic }) => topic)))];
  const ranges = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await log.offsets(topic, "read_committed")] as const)),
  );
  const now = log.clock.now();
  return status.tasks.flatMap(({ id, inputs }) =>
    inputs.map(({ topic, partition, position, lastTimestamp }): Lag => {
      const end = ranges.get(topic)?.[partition]?.end ?? position;
      const records = Math.max(0, end - position);
      const timeMs = records === 0 || lastTimestamp === null ? 0 : Math.max(0, now - lastTimestamp);
      return { task: id, topic, partition, records, timeMs };
    }),
  );
}
