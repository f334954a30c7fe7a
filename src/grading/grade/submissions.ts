import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "../host/stage.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";
import type { GraderOf } from "../kit/graders.js";
import { gradeCourse } from "./grade-course.js";
import type { Graded, GradeOptions } from "./grade-exercise.js";

/** One learner's work, graded. */
export interface GradedSubmission {
  /** The name of its folder. */
  readonly student: string;
  readonly exercises: readonly Graded[];
  /** What was left out of the submission, and why. */
  readonly ignored: readonly string[];
}

/** A text larger than this is no exercise. */
const largestBytes = 200_000;

/**
 * Grades a folder of submissions, one folder a learner, each apart from the others: its files are read as text, compiled
 * in a folder of its own, and run in processes of their own. Equal submissions get equal grades.
 *
 * @param folder holds NAME/exercises/NN-slug/EXERCISE.ts, or NAME/NN-slug/EXERCISE.ts
 * @param graded called after each learner
 */
export async function gradeSubmissions(
  root: string,
  folder: string,
  exercises: readonly ExerciseFiles[],
  graderOf: GraderOf,
  options: GradeOptions = {},
  graded: (one: GradedSubmission) => void = () => undefined,
): Promise<GradedSubmission[]> {
  const submissions: GradedSubmission[] = [];
  for (const student of studentsIn(folder)) {
    const { sources, ignored } = readSubmission(join(folder, student), exercises);
    const one = { student, ignored, exercises: await gradeCourse(root, exercises, sources, graderOf, options) };
    submissions.push(one);
    graded(one);
  }
  return submissions;
}

function studentsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

function readSubmission(
  folder: string,
  exercises: readonly ExerciseFiles[],
): { readonly sources: Sources; readonly ignored: readonly string[] } {
  const sources = new Map<string, string>();
  const ignored: string[] = [];
  for (const { id } of exercises) {
    for (const place of [join(folder, "exercises"), folder]) {
      const file = join(place, `${id}.ts`);
      const found = lstatSync(file, { throwIfNoEntry: false });
      if (found === undefined || sources.has(id)) continue;
      if (!found.isFile() || leadsElsewhere(folder, place, id)) ignored.push(`${id}: no plain file`);
      else if (found.size > largestBytes) ignored.push(`${id}: larger than ${largestBytes / 1_000} kB`);
      else sources.set(id, readFileSync(file, "utf8"));
    }
  }
  return { sources, ignored };
}

/** A link anywhere on the way would make the grader read what is not the learner's. */
function leadsElsewhere(folder: string, place: string, id: string): boolean {
  const [lesson = ""] = id.split("/");
  return [folder, place, join(place, lesson)].some((step) => lstatSync(step).isSymbolicLink());
}
