import type { StateEntry } from "../core/index.js";
import { crc32c } from "../log/crc32c.js";
import { encode } from "./codec.js";
import type { Files } from "./files.js";

/** Everything that a task needs in order to go on: its state and the offsets that belong to this state, in one file. */
export interface Checkpoint {
  /** The plan that the state belongs to. */
  readonly plan: string;
  /** The number of partitions of its keys; left out where that does not matter. */
  readonly partitions?: number;
  readonly entries: readonly StateEntry[];
  /** The next offset to read, by topic. */
  readonly offsets: { readonly [topic: string]: number };
  /** The position in the changelog, for a local store; `null` where there is no changelog. */
  readonly changelogOffset: number | null;
  /**
   * The time when it was saved, milliseconds since the epoch: a store older than the tombstones' retention cannot be
   * trusted.
   */
  readonly savedAt: number;
}

/**
 * "damaged": the file differs from the saved one. "foreign": it is whole, but belongs to another plan or other
 * partitions. "disk": the disk refuses.
 */
export type CheckpointTrouble = "damaged" | "foreign" | "disk";

/**
 * A checkpoint that cannot be used or saved. `why` is only the reason; the message also names the file and a way out.
 */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  constructor(
    readonly kind: CheckpointTrouble,
    readonly why: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Replaces a checkpoint. After a power cut at any moment the old one or the new one is there, whole: write a file next
 * to it, sync, rename, sync the folder. Its checksum is saved with it.
 *
 * @param path of the checkpoint; `${path}.next` is used beside it
 * @throws CheckpointError when the disk refuses (full, read-only): the old checkpoint still stands
 */
export async function saveCheckpoint(files: Files, path: string, checkpoint: Checkpoint): Promise<void> {
  const next = `${path}.next`;
  try {
    await files.write(next, sealed(JSON.stringify(checkpoint)));
    await files.sync(next);
    await files.rename(next, path);
    await files.syncFolder(folderOf(path));
  } catch (error) {
    const why = `the checkpoint could not be saved (${(error as Error).message}); the one before still stands`;
    throw new CheckpointError("disk", why, `${path}: ${why}. Try: ${wayOut(error)}`, { cause: error });
  }
}

/**
 * Loads a checkpoint; it ignores the leftovers of a crash next to it.
 *
 * @returns `null` when there is none yet
 * @throws CheckpointError when the file cannot be read, differs in a byte from the saved one, or is the state of another plan
 *   or of other partitions
 */
export async function loadCheckpoint(
  files: Files,
  path: string,
  { plan, partitions }: Pick<Checkpoint, "plan" | "partitions">,
): Promise<Checkpoint | null> {
  let text: string | null;
  try {
    text = await files.read(path);
  } catch (error) {
    throw unusable(path, "disk", `it cannot be read (${(error as Error).message})`, wayOut(error));
  }
  if (text === null) return null;
  const content = unsealed(text);
  if (content === null) {
    throw unusable(path, "damaged", "it is damaged: its checksum does not fit its content", "--fresh, to begin again");
  }
  const checkpoint = JSON.parse(content) as Checkpoint;
  if (checkpoint.plan !== plan) {
    const why = `this is the state of another plan (${checkpoint.plan}, not ${plan})`;
    throw unusable(path, "foreign", why, "--fresh, or the pipeline as it was");
  }
  if (checkpoint.partitions !== partitions) {
    const why = `this state is of ${checkpoint.partitions} partitions and there are ${partitions} now: keys have moved`;
    throw unusable(path, "foreign", why, "another --checkpoint folder and group, or --fresh");
  }
  return checkpoint;
}

const unusable = (path: string, kind: CheckpointTrouble, why: string, wayOut: string): CheckpointError =>
  new CheckpointError(kind, why, `${path}: the checkpoint is not used: ${why}. Try: ${wayOut}`);

const checksum = (content: string): string => crc32c(encode(content)).toString(16).padStart(8, "0");

/** The file's text: JSON around JSON, so that people and tools can read it. */
const sealed = (content: string): string => `{"crc32c":"${checksum(content)}","checkpoint":${content}}`;

/** The content of a file that is exactly what `sealed` made; `null` for every other text. */
function unsealed(text: string): string | null {
  const content = text.slice('{"crc32c":"01234567","checkpoint":'.length, -1);
  return text === sealed(content) ? content : null;
}

/** Advice for a disk that refuses. */
function wayOut(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  switch (code) {
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOTEMPTY":
      return "move away what lies there under the file's or the folder's name";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "a folder that this user may read and write";
    default:
      return "free some disk space, or another folder";
  }
}

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, "");
