import type { StateEntry } from "../core/index.js";
import type { Log, OffsetRange } from "../log/index.js";
import { type Checkpoint, CheckpointError, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import type { WorkerEvent } from "./events.js";
import type { FileLock, Files } from "./files.js";
import type { Task } from "./task.js";

/** The folder of the stores, and the time between two writes. */
export interface StorePlace {
  readonly files: Files;
  readonly folder: string;
  readonly everyMs: number;
}

/** State found on the worker's own disk: the changelog is read only from here on. */
export interface Stored {
  readonly entries: readonly StateEntry[];
  readonly from: number;
}

const A_DAY_MS = 86_400_000;

/**
 * Copies of tasks' states on the worker's own disk, so that a restart reads only the tail of the changelog. A copy is
 * never the truth. A copy is not used when it is damaged, belongs to another plan or changelog, is in use by another
 * worker, or is older than the changelog keeps tombstones: then it may have missed a deletion. In these cases the
 * worker reports the reason and reads the changelog from its start.
 */
export class LocalStore {
  readonly #log: Log;
  readonly #group: string;
  readonly #plan: string;
  readonly #place: StorePlace;
  readonly #observe: (event: WorkerEvent) => void;
  readonly #savedAt = new Map<string, number>();
  /** The locks of the tasks whose copies this worker holds. */
  readonly #locks = new Map<string, Extract<FileLock, { readonly held: true }> | null>();

  constructor(log: Log, group: string, plan: string, place: StorePlace, observe: (event: WorkerEvent) => void) {
    this.#log = log;
    this.#group = group;
    this.#plan = plan;
    this.#place = place;
    this.#observe = observe;
  }

  /**
   * Takes a task's copy over.
   *
   * @param changelog the offsets that its changelog holds now
   * @returns `null` when there is no usable copy
   */
  async load(task: Task, changelog: OffsetRange): Promise<Stored | null> {
    const path = this.#path(task);
    this.#savedAt.set(task.id, this.#log.clock.now());
    const why = await this.#lock(task);
    if (why !== undefined) return this.#unused(task, why);
    const of = { plan: this.#plan, partitions: task.stage.partitions };
    let stored: Checkpoint | null;
    try {
      stored = await loadCheckpoint(this.#place.files, path, of);
    } catch (error) {
      if (error instanceof CheckpointError) return this.#unused(task, error.why);
      throw error;
    }
    if (stored === null) return null;
    const { entries, savedAt, changelogOffset: from } = stored;
    if (this.#log.clock.now() - savedAt >= (await this.#tombstonesLastMs(task))) {
      return this.#unused(task, "it is older than the changelog keeps tombstones");
    }
    if (from === null || from < changelog.start || from > changelog.end) {
      return this.#unused(task, "it is of another changelog");
    }
    return { entries, from };
  }

  /** Reports the reason why a copy is not used. */
  #unused({ id: task }: Task, why: string): null {
    this.#observe({ kind: "store-unused", task, reason: why });
    return null;
  }

  /** Locks this task's copy. Returns undefined, or the reason why the lock is impossible. */
  async #lock(task: Task): Promise<string | undefined> {
    await this.release(task);
    try {
      const lock = await this.#place.files.lock?.(`${this.#path(task)}.lock`);
      if (lock?.held === false) return `${lock.by} uses it`;
      this.#locks.set(task.id, lock ?? null);
      return undefined;
    } catch (error) {
      return `it cannot be locked (${(error as Error).message})`;
    }
  }

  /** Lets others use a task's copy. */
  async release({ id }: Pick<Task, "id">): Promise<void> {
    const lock = this.#locks.get(id);
    this.#locks.delete(id);
    await lock?.release();
  }

  async releaseAll(): Promise<void> {
    for (const id of [...this.#locks.keys()]) await this.release({ id });
  }

  /** Writes the copies that are due, or all of them. Call it only when these tasks have no uncommitted work. */
  async save(tasks: Iterable<Task>, which: "due" | "all"): Promise<void> {
    const dueBefore = which === "all" ? Number.POSITIVE_INFINITY : this.#log.clock.now() - this.#place.everyMs;
    for (const task of tasks) {
      if (this.#locks.has(task.id) && (this.#savedAt.get(task.id) ?? 0) <= dueBefore) await this.#write(task);
    }
  }

  async #write(task: Task): Promise<void> {
    const savedAt = this.#log.clock.now();
    const { entries } = task.engine.snapshot();
    const of = { plan: this.#plan, partitions: task.stage.partitions };
    const checkpoint = { ...of, entries, offsets: {}, changelogOffset: task.changelogEnd, savedAt };
    await saveCheckpoint(this.#place.files, this.#path(task), checkpoint);
    this.#savedAt.set(task.id, savedAt);
  }

  async #tombstonesLastMs(task: Task): Promise<number> {
    const description = await this.#log.describeTopic(task.stage.changelog);
    return Number(description?.config["delete.retention.ms"] ?? A_DAY_MS);
  }

  #path(task: Task): string {
    return `${this.#place.folder}/${this.#group}/${task.id.replaceAll("/", "-")}.store.json`;
  }
}
