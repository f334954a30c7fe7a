import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Verdict } from "../judge/outcome.js";
import { courseExercises } from "./exercise-files.js";

/** Knowledge about one exercise from the last time it was graded, and from hints. */
export interface ExerciseProgress {
  readonly verdict: Verdict;
  /** The property that failed. */
  readonly property: string | null;
  /** It passed at some time, whatever it does now. */
  readonly passedBefore: boolean;
  /** Of the text that was graded; `null` where none was, or where an earlier version of the kit graded it. */
  readonly digest: string | null;
  /** Hints taken: set of hints → rungs shown. */
  readonly hints: Readonly<Record<string, number>>;
}

export type Progress = Readonly<Record<string, ExerciseProgress>>;

const fileOf = (root: string): string => join(root, ".tidemark/progress.json");
const nothing: ExerciseProgress = {
  verdict: "not-started",
  property: null,
  passedBefore: false,
  digest: null,
  hints: {},
};

/**
 * Reads the progress of the learner from .tidemark/progress.json: git ignores it and no update of the kit touches it.
 * A file that cannot be read counts as none.
 */
export function readProgress(root: string): Progress {
  if (!existsSync(fileOf(root))) return {};
  try {
    const { exercises } = JSON.parse(readFileSync(fileOf(root), "utf8")) as { exercises?: Record<string, object> };
    return Object.fromEntries(Object.entries(exercises ?? {}).map(([id, entry]) => [id, { ...nothing, ...entry }]));
  } catch {
    return {};
  }
}

/** Replaces the file whole, so that a reader never sees half of it. */
export function writeProgress(root: string, progress: Progress): void {
  mkdirSync(dirname(fileOf(root)), { recursive: true });
  const working = `${fileOf(root)}.${process.pid}`;
  writeFileSync(working, `${JSON.stringify({ version: 1, exercises: progress }, null, 2)}\n`);
  renameSync(working, fileOf(root));
}

export interface GradedBefore {
  readonly id: string;
  readonly verdict: Verdict;
  readonly failure: { readonly property: string } | null;
}

/**
 * Keeps what a run found out.
 *
 * @param sources the texts that were graded, by id: a file that changes later is told apart from them
 */
export function recordGrades(
  root: string,
  graded: readonly GradedBefore[],
  sources: ReadonlyMap<string, string> = new Map(),
): void {
  const progress = { ...readProgress(root) };
  for (const { id, verdict, failure } of graded) {
    const before = progress[id] ?? nothing;
    progress[id] = {
      ...before,
      verdict,
      property: failure?.property ?? null,
      passedBefore: before.passedBefore || verdict === "passed",
      digest: digestOf(sources.get(id)),
    };
  }
  writeProgress(root, progress);
}

const digestOf = (text: string | undefined): string | null =>
  text === undefined ? null : createHash("sha256").update(text).digest("hex").slice(0, 16);

export function progressOf(root: string, id: string): ExerciseProgress {
  return readProgress(root)[id] ?? nothing;
}

/** One line of the course. */
export interface CourseEntry extends ExerciseProgress {
  readonly id: string;
  readonly lesson: string;
  /** A lesson is done without it. */
  readonly optional: boolean;
  /** The file is not the one that was graded: what the verdict says may no longer hold. */
  readonly changed: boolean;
}

/** The course as a list: every exercise of the kit in order, also those that were never graded. */
export function courseProgress(root: string): CourseEntry[] {
  const progress = readProgress(root);
  return courseExercises(root).map(({ id, lesson, optional, stub }) => {
    const entry = progress[id] ?? nothing;
    const text = existsSync(stub) ? readFileSync(stub, "utf8") : undefined;
    const changed = entry.digest !== null && entry.digest !== digestOf(text);
    return { id, lesson, optional, changed, ...entry };
  });
}

/** True if the exercise passed as its file is now. */
export const hasPassed = ({ verdict, changed }: Pick<CourseEntry, "verdict" | "changed">): boolean =>
  verdict === "passed" && !changed;
