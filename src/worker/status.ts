import type { TopicPartition } from "../log/index.js";
import type { Task, TaskCounts } from "./task.js";

/** What a worker has done, in all its tasks. */
export interface WorkerSummary extends Readonly<TaskCounts> {
  readonly commits: number;
}

/** How far a task is in one of its inputs. */
export interface TaskInput extends TopicPartition {
  /** The next offset to process. */
  readonly position: number;
  /** When the last processed record was written, in milliseconds since the epoch; `null` before the first. */
  readonly lastTimestamp: number | null;
}

/** A task as it stands: its watermark, the size of its state, and its inputs. */
export interface TaskStatus {
  readonly id: string;
  /** −∞ before the first event, +∞ after the last. */
  readonly watermark: number;
  readonly stateSize: number;
  readonly inputs: readonly TaskInput[];
}

/** What a worker is doing right now. */
export interface WorkerStatus {
  readonly running: boolean;
  readonly paused: boolean;
  /** Whether it has tasks, and each has reached the end that its inputs had when it was opened. */
  readonly ready: boolean;
  readonly tasks: readonly TaskStatus[];
  readonly summary: WorkerSummary;
  /** Records taken from the inputs each second, over the last ten seconds of the log's clock. */
  readonly recordsPerSecond: number;
}

export const taskStatus = ({ id, engine, partition, positions, lastTimestamps }: Task): TaskStatus => ({
  id,
  watermark: engine.watermark,
  stateSize: engine.stateSize,
  inputs: [...positions].map(([topic, position]) => {
    const lastTimestamp = lastTimestamps.get(topic) ?? null;
    return { topic, partition, position, lastTimestamp };
  }),
});
