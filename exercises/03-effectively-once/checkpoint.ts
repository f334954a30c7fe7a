import { NotStarted } from "tidemark/exercises";

/** What a consumer has to keep over a crash: its state, and up to where that state has read. */
export interface Checkpoint {
  /** Anything that JSON can hold, `null` too. */
  readonly state: unknown;
  /** The next offset to read of each partition. */
  readonly offsets: Readonly<Record<number, number>>;
}

/** One thing to do with a folder of files. */
export type FileStep =
  | { readonly do: "write"; readonly path: string; readonly text: string }
  | { readonly do: "sync"; readonly path: string }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "syncFolder" };

/**
 * How to save a checkpoint so that power may fail after any step: a plan, which the grader carries out and cuts short.
 *
 * - "write" makes the file, or writes it anew; until "sync" of its path a power cut may leave the old text, none, or the
 *   beginning of the new one.
 * - "rename" puts a file in the place of another, whole. But until "syncFolder" a power cut may undo it, and may also
 *   undo that a new file is there at all.
 *
 * Wherever it is cut, `load` afterwards gives what it gave before this save, or the new checkpoint, whole: never a state
 * with the offsets of another save. After the last step it gives the new one, whatever happens. At most three paths are
 * ever used, however often you save.
 *
 * @param files what is in the folder now, by path; a crash in an earlier save may have left something
 * @param data what to save
 */
export function saveSteps(files: Readonly<Record<string, string>>, data: Checkpoint): FileStep[] {
  throw new NotStarted();
}

/**
 * What was saved last, from the files that are there. It never throws, whatever a crash has left behind, and does not
 * mind the files of others.
 *
 * @returns `null` when nothing was ever saved
 */
export function load(files: Readonly<Record<string, string>>): Checkpoint | null {
  throw new NotStarted();
}
