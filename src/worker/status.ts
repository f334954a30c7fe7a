import type { TopicPartition } from "../log/index.js";
import type { HeldWatermark, Task, TaskCounts } from "./task.js";

/** The committed work of a worker, in all its tasks. Work that was rolled back is not counted. */
export interface WorkerSummary extends Readonly<TaskCounts> {
  readonly commits: number;
  /** The number of failures after which it tried again. */
  readonly retries: number;
}

/** The progress of a task in one of its inputs. */
export interface TaskInput extends TopicPartition {
  /** The next offset to process. */
  readonly position: number;
  /** The time when the last processed record was written, in milliseconds since the epoch; `null` before the first. */
  readonly lastTimestamp: number | null;
}

/** The state of a task: its watermark, the size of its state, and its inputs. */
export interface TaskStatus {
  readonly id: string;
  /** −∞ before the first event, +∞ after the last. */
  readonly watermark: number;
  /** The input that holds the watermark, and since when it has; `null` before and after all events, and while all are idle. */
  readonly heldBy: HeldWatermark | null;
  readonly stateSize: number;
  readonly inputs: readonly TaskInput[];
}

/** The current state of a worker. */
export interface WorkerStatus {
  readonly running: boolean;
  readonly paused: boolean;
  /**
   * True when every task of every stage on this instance is restored and has reached the end that its inputs had when
   * it was opened, and nothing is degraded. False for an instance without a task.
   */
  readonly ready: boolean;
  /**
   * Sentences about problems of a worker that still runs: the log is away, or every record of a topic is a dead letter.
   */
  readonly degraded: readonly string[];
  readonly tasks: readonly TaskStatus[];
  readonly summary: WorkerSummary;
  /** Records taken from the inputs each second, over the last ten seconds of the log's clock. */
  readonly recordsPerSecond: number;
}

export const taskStatus = ({ id, engine, held, partition, positions, lastTimestamps }: Task): TaskStatus => ({
  id,
  watermark: engine.watermark,
  heldBy: held,
  stateSize: engine.stateSize,
  inputs: [...positions].map(([topic, position]) => {
    const lastTimestamp = lastTimestamps.get(topic) ?? null;
    return { topic, partition, position, lastTimestamp };
  }),
});
