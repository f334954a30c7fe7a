import type { StateEntry } from "../core/index.js";
import type { Files } from "./files.js";

/** What a task must know to go on: its state, and the offsets that this state is made of. They stand in one file. */
export interface Checkpoint {
  /** Which plan the state belongs to. */
  readonly plan: string;
  /** Over how many partitions its keys were spread; left out where that does not matter. */
  readonly partitions?: number;
  readonly entries: readonly StateEntry[];
  /** The next offset to read, by topic. */
  readonly offsets: { readonly [topic: string]: number };
  /** Where the changelog stood, for a local store; `null` where there is no changelog. */
  readonly changelogOffset: number | null;
  /** When it was saved, milliseconds since the epoch: a store older than the tombstones' retention is not to be trusted. */
  readonly savedAt: number;
}

/** The one file cannot be read as a checkpoint: damaged, or another program's. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

/**
 * Replaces a checkpoint so that at any power cut there is the old one or the new one, whole: write beside it, sync,
 * rename, sync the folder.
 *
 * @param path of the checkpoint; `${path}.next` is used beside it
 * @throws CheckpointError when the disk refuses (full, read-only): the old checkpoint still stands
 */
export async function saveCheckpoint(files: Files, path: string, checkpoint: Checkpoint): Promise<void> {
  const next = `${path}.next`;
  try {
    await files.write(next, JSON.stringify(checkpoint));
    await files.sync(next);
    await files.rename(next, path);
    await files.syncFolder(folderOf(path));
  } catch (error) {
    throw new CheckpointError(
      `${path}: the checkpoint could not be saved (${(error as Error).message}); the one before still stands. Try: free some disk space, or another --checkpoint folder`,
      { cause: error },
    );
  }
}

/**
 * Loads a checkpoint; what a crash left beside it is not looked at.
 *
 * @returns `null` when there is none yet
 * @throws CheckpointError when the file is damaged, or is the state of another plan or of other partitions
 */
export async function loadCheckpoint(
  files: Files,
  path: string,
  { plan, partitions }: Pick<Checkpoint, "plan" | "partitions">,
): Promise<Checkpoint | null> {
  const text = await files.read(path);
  if (text === null) return null;
  let checkpoint: Checkpoint;
  try {
    checkpoint = JSON.parse(text) as Checkpoint;
  } catch (error) {
    throw new CheckpointError(`${path}: no checkpoint (${(error as Error).message}). Try: --fresh, to begin anew`, {
      cause: error,
    });
  }
  if (checkpoint.plan !== plan) {
    throw new CheckpointError(
      `${path}: this is the state of another plan (${checkpoint.plan}, not ${plan}): the pipeline has changed since. Try: --fresh, or the pipeline as it was`,
    );
  }
  if (checkpoint.partitions !== partitions) {
    throw new CheckpointError(
      `${path}: this state is of ${checkpoint.partitions} partitions and there are ${partitions} now: keys have moved, so it fits no more. Try: another --checkpoint folder and group, or --fresh`,
    );
  }
  return checkpoint;
}

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, "");
