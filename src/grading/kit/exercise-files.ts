import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface NamedFile {
  readonly name: string;
  readonly file: string;
}

/** Where an exercise's parts lie. A handout has no solutions and no mutants. */
export interface ExerciseFiles {
  /** `04-watermarks/advanceWatermark`. */
  readonly id: string;
  /** `04-watermarks`. */
  readonly lesson: string;
  readonly name: string;
  /** What the learner edits. */
  readonly stub: string;
  readonly grader: string;
  readonly solutions: readonly NamedFile[];
  /** The list of wrong solutions. */
  readonly mutants: string;
}

/**
 * Every exercise below `root`, in the order of the lessons and, within a lesson, of the names: one for each grader in
 * test/exercises/NN-slug.
 */
export function exerciseFiles(root: string): ExerciseFiles[] {
  return list(join(root, "test/exercises"))
    .filter((lesson) => /^\d\d-/.test(lesson))
    .flatMap((lesson) =>
      list(join(root, "test/exercises", lesson))
        .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
        .map((file) => partsOf(root, lesson, file.slice(0, -3))),
    );
}

function partsOf(root: string, lesson: string, name: string): ExerciseFiles {
  const solved = join(root, "solutions", lesson);
  return {
    id: `${lesson}/${name}`,
    lesson,
    name,
    stub: join(root, "exercises", lesson, `${name}.ts`),
    grader: join(root, "test/exercises", lesson, `${name}.ts`),
    solutions: rightSolutions(solved, name),
    mutants: join(solved, `${name}.mutants.ts`),
  };
}

/** NAME.ts is the right solution "a", NAME.b.ts is "b". */
function rightSolutions(folder: string, name: string): NamedFile[] {
  return list(folder)
    .filter((file) => file === `${name}.ts` || (file.startsWith(`${name}.`) && file.endsWith(".ts")))
    .map((file) => ({ name: file.slice(name.length + 1, -3) || "a", file: join(folder, file) }))
    .filter((solution) => solution.name !== "mutants");
}

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
