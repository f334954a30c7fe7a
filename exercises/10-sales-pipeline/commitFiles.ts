import { NotStarted } from "tidemark/exercises";

/** A file of the batch, as its writer has left it. */
export interface Staged {
  /** Never begins with "_"; no file that is listed has this name. */
  readonly name: string;
  /** `false` when its writer died on the way. */
  readonly complete: boolean;
}

/** One thing to do with a folder of files. */
export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/**
 * How to make a batch of files visible so that power may fail after any step: a plan, which the grader carries out and
 * cuts short.
 *
 * A reader opens the file `_list`, the JSON of an array of texts, and reads the files that it names, no others. A file
 * is named there with its batch, as `12/part-0`: what stands behind the first "/" is its name in the folder. Without
 * `_list` there is nothing to read.
 *
 * - "write" makes the file, or writes it anew; until "sync" of its path a power cut may leave the old text, none, or
 *   the beginning of the new one.
 * - "rename" puts a file in the place of another, whole. But until "syncFolder" a power cut may undo it, and may also
 *   undo that a new file is there at all.
 *
 * The staged files are in the folder under their names, but neither they nor their names are synced. Wherever the plan
 * is cut, the reader finds what was listed before, or that and all files of the batch, each whole and each once. After
 * the last step it finds the batch, whatever happens. The order in `_list` is free.
 *
 * The plan has no steps when the batch has no files, when one of them is not complete, or when the batch is in the list
 * already: then it came again after a crash, perhaps in files of other names.
 *
 * Names beginning with "_" are yours; a crash may have left such files behind.
 *
 * @param listed what `_list` holds now; empty when there is none
 * @param staged the files of the batch, with different names
 * @param batchId a whole number, 0 or more
 */
export function commitFiles(listed: readonly string[], staged: readonly Staged[], batchId: number): FileStep[] {
  throw new NotStarted();
}
