/** What the self-checks share: the exercises as they are found, and a way to load their parts. */
import { fileURLToPath } from "node:url";
import type { AnyGrader } from "tidemark/grading";
import { type ExerciseFiles, exerciseFiles } from "../../src/grading/exercise-files.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const exercises = exerciseFiles(root);

export const load = async (file: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ file)) as Record<string, unknown>;

export const graderOf = async (exercise: ExerciseFiles): Promise<AnyGrader> =>
  (await load(exercise.grader)).default as AnyGrader;
