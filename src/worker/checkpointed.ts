import type { Clock, Consumer, Log, Position, Producer } from "../log/index.js";
import { type Checkpoint, CheckpointError, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import type { WorkerEvent } from "./events.js";
import type { Files } from "./files.js";
import type { Guarantee, Resumed, Work } from "./guarantee.js";
import { committedPositions, type Reset } from "./resume.js";
import type { Task } from "./task.js";

/** The folder of the checkpoints. */
export interface CheckpointPlace {
  readonly files: Files;
  readonly folder: string;
}

/**
 * Outputs first, then state and offsets in one file that is replaced atomically. After a crash between them, equal
 * outputs are sent again under equal keys: a reader that keeps the last value of each key has each result once.
 */
export class Checkpointed implements Guarantee {
  readonly #log: Log;
  readonly #group: string;
  readonly #plan: string;
  readonly #reset: Reset;
  readonly #place: CheckpointPlace;
  readonly #clock: Clock;
  readonly #observe: (event: WorkerEvent) => void;
  readonly name = "checkpoint";
  readonly usesChangelog = false;
  #producer: Promise<Producer> | null = null;

  constructor(
    log: Log,
    group: string,
    plan: string,
    reset: Reset,
    place: CheckpointPlace,
    clock: Clock,
    observe: (event: WorkerEvent) => void,
  ) {
    this.#log = log;
    this.#group = group;
    this.#plan = plan;
    this.#reset = reset;
    this.#place = place;
    this.#clock = clock;
    this.#observe = observe;
  }

  async resume(task: Task): Promise<Resumed> {
    const checkpoint = await this.#load(task);
    const { entries, offsets } = checkpoint ?? { entries: [], offsets: {} };
    const { positions, lost, fresh } = await committedPositions(this.#log, this.#group, task, this.#reset, offsets);
    return { entries, positions, lost, fresh: checkpoint === null ? [] : fresh, named: true, changelogEnd: null };
  }

  /** The checkpoint; `null` where there is none, and where a damaged one can be rebuilt from the log. */
  async #load(task: Task): Promise<Checkpoint | null> {
    try {
      return await loadCheckpoint(this.#place.files, this.#path(task), this.#of(task));
    } catch (error) {
      if (!(error instanceof CheckpointError) || error.kind !== "damaged") throw error;
      if (!(await this.#canBeRebuilt(task))) throw error;
      this.#observe({ kind: "store-unused", task: task.id, reason: error.why });
      return null;
    }
  }

  /**
   * True when reading everything again rebuilds the lost state, with equal outputs under equal keys. For this, the log
   * must still hold everything, and no other task may count the rows again.
   */
  async #canBeRebuilt({ stage, partition }: Task): Promise<boolean> {
    if (this.#reset !== "earliest" || stage.reads.length + stage.writes.length > 0) return false;
    for (const topic of stage.topics) {
      if ((await this.#log.offsets(topic, "read_committed"))[partition]!.start > 0) return false;
    }
    return true;
  }

  async before(_consumer: Consumer, _positions: readonly Position[]): Promise<void> {}

  async commit(_consumer: Consumer, work: readonly Work[]): Promise<void> {
    const records = work.flatMap(({ pending }) => pending.outputs);
    if (records.length > 0) {
      this.#producer ??= this.#log.producer();
      await (await this.#producer).send(records);
    }
    for (const { task } of work) {
      await saveCheckpoint(this.#place.files, this.#path(task), this.#checkpoint(task));
      task.confirm();
    }
  }

  #checkpoint(task: Task): Checkpoint {
    const { entries } = task.engine.snapshot();
    const offsets = Object.fromEntries(task.positions);
    return { ...this.#of(task), entries, offsets, changelogOffset: null, savedAt: this.#clock.now() };
  }

  #of({ stage }: Task): Pick<Checkpoint, "plan" | "partitions"> {
    return { plan: this.#plan, partitions: stage.partitions };
  }

  #path(task: Task): string {
    return `${this.#place.folder}/${this.#group}/${task.id.replaceAll("/", "-")}.json`;
  }

  async release(_task: Task): Promise<void> {}

  async close(): Promise<void> {
    await (await this.#producer)?.close();
  }
}
