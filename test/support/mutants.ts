/** Wrong solutions as the tests need them: their whole texts, from the lists of solutions/NN-slug/NAME.mutants.ts. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Mutant, Mutants } from "tidemark/grading";
import { type ExerciseFiles, exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { mutantText } from "../../src/grading/kit/mutants.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type NamedMutant = Mutant & { readonly name: string; readonly text: string };

/** An exercise's wrong solutions; none where it has no list yet. */
export async function mutantsOf(exercise: ExerciseFiles): Promise<NamedMutant[]> {
  if (!existsSync(exercise.mutants)) return [];
  const list = (await import(/* @vite-ignore */ exercise.mutants)) as { readonly default: Mutants };
  return Object.entries(list.default).map(([name, mutant]) => ({
    ...mutant,
    name,
    text: mutantText(root, exercise, name, mutant),
  }));
}

/** The whole text of one wrong solution: `mutantSource("04-watermarks/advanceWatermark", "goesBack")`. */
export async function mutantSource(id: string, name: string): Promise<string> {
  const exercise = exerciseFiles(root).find((one) => one.id === id);
  const mutants = exercise === undefined ? [] : await mutantsOf(exercise);
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new RangeError(`${id} has no mutant "${name}"`);
  return mutant.text;
}
