import type { StateEntry } from "../core/index.js";
import type { Consumer, Position, Skipped } from "../log/index.js";
import type { Pending, Task } from "./task.js";

/** A guarantee of a worker's results. "checkpoint" keeps offsets and state in a file, apart from Kafka. */
export type GuaranteeName = "at-most-once" | "at-least-once" | "exactly-once" | "checkpoint";

/** The point at which a task goes on. */
export interface Resumed {
  readonly entries: readonly StateEntry[];
  /** The next offset to read, by input as the log names it. */
  readonly positions: ReadonlyMap<string, number>;
  /** Input that was deleted before it was read: the log begins behind the committed offset, or ends before it. */
  readonly lost: readonly Skipped[];
  /** The user's topics without a committed offset. */
  readonly fresh: readonly string[];
  /** True when the changelog already names the owner of its state. */
  readonly named: boolean;
  /** The offset after the last changelog record that the state is made of; `null` without a changelog. */
  readonly changelogEnd: number | null;
}

/**
 * Makes the work of a task permanent. The worker calls `resume` when it gets a task (again), `before` with the records
 * of a poll, `commit` with the tasks' work since the last commit.
 *
 * | guarantee | a crash at any step may |
 * |---|---|
 * | at-most-once | lose, never repeat |
 * | at-least-once | repeat, never lose |
 * | exactly-once | neither: outputs, state and offsets are one transaction |
 * | checkpoint | repeat outputs, with equal keys and values: neither, where the outputs are written by key |
 *
 * Rows between two stages of a plan are not such outputs: under "checkpoint" they may be counted again, as under
 * at-least-once.
 */
export interface Guarantee {
  readonly name: GuaranteeName;
  /** True when state goes to changelog topics. */
  readonly usesChangelog: boolean;
  /** Takes a task over: predecessors are fenced before offsets and state are read. */
  resume(task: Task): Promise<Resumed>;
  /** Called between a poll and the processing of its records. */
  before(consumer: Consumer, positions: readonly Position[]): Promise<void>;
  /** Makes the work permanent. When it throws, the tasks' states cannot be trusted any more: resume them. */
  commit(consumer: Consumer, work: readonly Work[]): Promise<void>;
  /** Lets a task go, without committing. */
  release(task: Task): Promise<void>;
  close(): Promise<void>;
}

export interface Work {
  readonly task: Task;
  readonly pending: Pending;
}
