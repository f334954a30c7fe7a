/** What the self-checks share: the exercises as they are found, and a way to load their parts. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnyGrader } from "tidemark/grading";
import { courseExercises, type ExerciseFiles, exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { mutantsOf, type NamedMutant } from "../support/mutants.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A wrong solution, written out as a file that can be loaded and compiled. */
export type MutantFile = NamedMutant & { readonly file: string };

export type Exercise = Omit<ExerciseFiles, "mutants"> & { readonly mutants: readonly MutantFile[] };

/** Those that are not written yet: skipped aloud, and refused by .ci/run. */
export const drafts: readonly ExerciseFiles[] = exerciseFiles(root).filter(({ draft }) => draft);

/** The exercises of the course. */
export const exercises: readonly Exercise[] = await Promise.all(
  courseExercises(root).map(async (exercise) => ({
    ...exercise,
    mutants: (await mutantsOf(exercise)).map((mutant) => ({ ...mutant, file: write(exercise, mutant) })),
  })),
);

/** Written beside and renamed: two processes that write the same text never see half of it. */
function write({ id }: ExerciseFiles, { name, text }: NamedMutant): string {
  const file = join(root, ".tidemark/mutants", `${id}.${name}.ts`);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return file;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

export const load = async (file: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ file)) as Record<string, unknown>;

export const graderOf = async ({ grader }: Pick<ExerciseFiles, "grader">): Promise<AnyGrader> =>
  (await load(grader)).default as AnyGrader;
