import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Anomaly } from "../judge/anomalies.js";
import { changed, type TextChange } from "./change-text.js";
import type { ExerciseFiles } from "./exercise-files.js";

/** How a wrong solution is reported. */
interface Meaning {
  /** What it does wrong, as a sentence. */
  readonly says: string;
  /** The property that must report it; "untouched" is the one that every exercise has. */
  readonly dies: string;
  readonly anomaly: Anomaly;
  /** It shows only over long runs: its timeline may be longer than six rows. */
  readonly long?: boolean;
}

/** A wrong solution that is a right one with a change. */
interface Changed extends Meaning {
  /** The right solution: "b" is NAME.b.ts; left out: NAME.ts. */
  readonly of?: string;
  readonly change: readonly TextChange[];
}

/** A wrong solution that is a different program. */
interface Program extends Meaning {
  /** Where it is, beside the list: `mutants/NAME.MUTANT.ts`. */
  readonly file: string;
}

/** A named wrong solution. */
export type Mutant = Changed | Program;

/** An exercise's wrong solutions by name, the default export of `solutions/NN-slug/NAME.mutants.ts`. */
export type Mutants = Readonly<Record<string, Mutant>>;

/**
 * The whole source text of a wrong solution.
 *
 * @throws RangeError where a change does not fit the right solution any more; the message says which
 */
export function mutantText(root: string, exercise: ExerciseFiles, name: string, mutant: Mutant): string {
  if ("file" in mutant) return readFileSync(join(dirname(exercise.mutants), mutant.file), "utf8");
  const solution = exercise.solutions.find((one) => one.name === (mutant.of ?? "a"));
  const place = `${relative(root, exercise.mutants).replaceAll("\\", "/")}: ${name}`;
  if (solution === undefined) throw new RangeError(`${place}: there is no right solution "${mutant.of ?? "a"}"`);
  try {
    return changed(readFileSync(solution.file, "utf8"), mutant.change);
  } catch (error) {
    throw new RangeError(
      `${place}: in ${relative(root, solution.file).replaceAll("\\", "/")} ${(error as Error).message}`,
    );
  }
}
