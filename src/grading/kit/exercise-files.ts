import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface NamedFile {
  readonly name: string;
  readonly file: string;
}

/** Files of an exercise. A handout has no solutions and no mutants. */
export interface ExerciseFiles {
  /** `04-watermarks/advanceWatermark`. */
  readonly id: string;
  /** `04-watermarks`. */
  readonly lesson: string;
  readonly name: string;
  /** The file that the learner edits. */
  readonly stub: string;
  readonly grader: string;
  readonly solutions: readonly NamedFile[];
  /** The list of wrong solutions. */
  readonly mutants: string;
  /** A lesson is done without it. */
  readonly optional: boolean;
  /** Not written yet: no part of the course. */
  readonly draft: boolean;
}

/**
 * Every exercise below `root`, drafts included: one for each grader in test/exercises/NN-slug. They are in the order of
 * the lessons and, within a lesson, of its README; one that the README does not name comes last.
 */
export function exerciseFiles(root: string): ExerciseFiles[] {
  return list(join(root, "test/exercises"))
    .filter((lesson) => /^\d\d-/.test(lesson))
    .flatMap((lesson) => {
      const names = list(join(root, "test/exercises", lesson))
        .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
        .map((file) => file.slice(0, -3));
      return inReadmeOrder(root, lesson, names).map((name) => partsOf(root, lesson, name));
    });
}

/** The exercises of the course: those that are written. */
export const courseExercises = (root: string): ExerciseFiles[] => exerciseFiles(root).filter(({ draft }) => !draft);

function inReadmeOrder(root: string, lesson: string, names: readonly string[]): string[] {
  const page = join(root, "exercises", lesson, "README.md");
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  const place = (name: string): number => {
    const found = text.indexOf(`\`${name}\``);
    return found < 0 ? text.length : found;
  };
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** A setting of a grader. Read, not run: a list of the course does not wait for the graders. */
const says = (grader: string, setting: "optional" | "draft"): boolean =>
  new RegExp(`^ {2}${setting}: true,$`, "m").test(grader);

function partsOf(root: string, lesson: string, name: string): ExerciseFiles {
  const solved = join(root, "solutions", lesson);
  const grader = join(root, "test/exercises", lesson, `${name}.ts`);
  const text = readFileSync(grader, "utf8");
  return {
    id: `${lesson}/${name}`,
    lesson,
    name,
    stub: join(root, "exercises", lesson, `${name}.ts`),
    grader,
    solutions: rightSolutions(solved, name),
    mutants: join(solved, `${name}.mutants.ts`),
    optional: says(text, "optional"),
    draft: says(text, "draft"),
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
