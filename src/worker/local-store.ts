import type { StateEntry } from "../core/index.js";
import type { Log } from "../log/index.js";
import { CheckpointError, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import type { Files } from "./files.js";
import type { Task } from "./task.js";

/** Where stores lie, and how often they are written. */
export interface StorePlace {
  readonly files: Files;
  readonly folder: string;
  readonly everyMs: number;
}

/** State that was found beside the worker: the changelog need be read from here on only. */
export interface Stored {
  readonly entries: readonly StateEntry[];
  readonly from: number;
}

const A_DAY_MS = 86_400_000;

/**
 * Copies of tasks' states on the worker's own disk, so that a restart reads only the tail of the changelog. A copy is
 * never the truth: one that is damaged, of another plan, or older than the changelog keeps tombstones is not used (it may
 * have missed that a key was deleted), and the changelog is read from its start.
 */
export class LocalStore {
  readonly #log: Log;
  readonly #group: string;
  readonly #plan: string;
  readonly #place: StorePlace;
  readonly #savedAt = new Map<string, number>();

  constructor(log: Log, group: string, plan: string, place: StorePlace) {
    this.#log = log;
    this.#group = group;
    this.#plan = plan;
    this.#place = place;
  }

  async load(task: Task): Promise<Stored | null> {
    const of = { plan: this.#plan, partitions: task.stage.partitions };
    const stored = await loadCheckpoint(this.#place.files, this.#path(task), of).catch((error: unknown) => {
      if (error instanceof CheckpointError) return null;
      throw error;
    });
    this.#savedAt.set(task.id, this.#log.clock.now());
    if (stored === null || stored.changelogOffset === null) return null;
    if (this.#log.clock.now() - stored.savedAt >= (await this.#tombstonesLastMs(task))) return null;
    return { entries: stored.entries, from: stored.changelogOffset };
  }

  /** Writes the copies that are due, or all of them. Call it when nothing of these tasks is uncommitted. */
  async save(tasks: Iterable<Task>, which: "due" | "all"): Promise<void> {
    const dueBefore = which === "all" ? Number.POSITIVE_INFINITY : this.#log.clock.now() - this.#place.everyMs;
    for (const task of tasks) if ((this.#savedAt.get(task.id) ?? 0) <= dueBefore) await this.#write(task);
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
