import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { printable } from "../judge/printable.js";
import { courseExercises, type ExerciseFiles } from "../kit/exercise-files.js";
import type { GraderOf } from "../kit/graders.js";
import { selectExercises } from "../kit/select.js";
import { classList, type Learner } from "./class-list.js";
import { type ClassOptions, gradeClass } from "./grade-class.js";
import { readGradebook, writeFeedback, writeGradebook } from "./gradebook-files.js";
import type { LearnerGrades } from "./learner-grades.js";
import { readPoints } from "./points.js";
import type { Course } from "./read-work.js";
import { matchRoster, type Roster, readRoster } from "./roster.js";
import type { Listing } from "./submitted-files.js";
import { textOf } from "./text-of.js";

export interface FolderOptions extends Omit<ClassOptions, "earlier" | "gradersDigest"> {
  /** Folder of the gradebook. */
  readonly out: string;
  /** Some exercises or lessons, such as `04`; all when left out. */
  readonly only?: readonly string[];
  /** A file of points over the course's own. */
  readonly points?: string;
  /** The class as a learning system exported it. */
  readonly roster?: string;
  /** The assignment's name in a learning system. */
  readonly column: string;
  /** An earlier gradebook's folder: who handed in the same again keeps the row. */
  readonly since?: string;
}

export interface GradedFolder {
  readonly rows: readonly LearnerGrades[];
  /** Files beside the learners that are nobody's work. */
  readonly aside: readonly string[];
  /** Learners that the roster does not know. */
  readonly strangers: readonly string[];
}

/**
 * Grades what lies in a folder, an archive or a file, and writes the gradebook as it goes: whenever it is stopped, every
 * learner has a row.
 *
 * @throws RangeError when nothing is there to be graded, or an option's file is wrong
 */
export async function gradeFolder(
  root: string,
  place: string,
  graderOf: GraderOf,
  options: FolderOptions,
): Promise<GradedFolder> {
  const all = courseExercises(root);
  const exercises = selectExercises(all, options.only ?? []);
  const points = readPoints(root, all, options.points);
  const roster = options.roster === undefined ? null : rosterFrom(options.roster);
  const earlier = options.since === undefined ? [] : readGradebook(join(options.since, "gradebook.json"));
  const { learners, aside } = classList(place, all);
  const present = learners.filter(({ name }) => resolve(place, name) !== resolve(options.out));
  const absent = roster === null ? [] : absentees(roster, present);
  if (present.length + absent.length === 0) throw new UsageError(nobody(place, aside));
  const course: Course = { exercises, stubs: stubsOf(exercises), version: versionOf(root) };
  const write = (rows: readonly LearnerGrades[]): void =>
    writeGradebook(options.out, rows, { aside, column: options.column, roster });
  const rows = await gradeClass(root, [...present, ...absent], course, points, graderOf, {
    ...options,
    earlier,
    gradersDigest: gradersDigest(root),
    graded: (row, sofar) => {
      writeFeedback(options.out, row);
      write(sofar);
      options.graded?.(row, sofar);
    },
  });
  write(rows);
  const known = roster === null ? [] : matchRoster(roster, rows).unknown.map(({ student }) => student);
  return { rows, aside, strangers: known };
}

const nobody = (place: string, aside: readonly string[]): string =>
  [
    `grade: nobody has handed in anything in ${printable(place)}.`,
    "Looked for a folder, a zip archive or the site's submission file for each learner, or for one learner's exercises/.",
    aside.length === 0 ? "It is empty." : `There were: ${aside.slice(0, 6).join(", ")}.`,
  ].join(" ");

function rosterFrom(path: string): Roster {
  if (!existsSync(path)) throw new UsageError(`${printable(path)} does not exist`);
  try {
    return readRoster(textOf(readFileSync(path))?.text ?? "");
  } catch (error) {
    throw new UsageError(`${printable(path)}: ${(error as Error).message}`);
  }
}

/** People on the roster from whom nothing came: a row each, so that nobody is lost. */
function absentees(roster: Roster, learners: readonly Learner[]): Learner[] {
  const rows = learners.map(({ name, canvasId, moodleId }) => ({ student: name, canvasId, moodleId }) as LearnerGrades);
  const { matched } = matchRoster(roster, rows);
  const named = ["Student", "Full name", "Email address", "ID number"];
  return matched
    .filter(({ row }) => row === null)
    .map(({ person }) => {
      const field = (column: string): string => person[roster.columns.indexOf(column)]?.trim() ?? "";
      const name = printable(named.map(field).find((text) => text !== "") ?? "(no name)");
      const number = (column: string): string | null => /(\d+)$/.exec(field(column))?.[1] ?? null;
      const list = (): Listing => ({ files: [], unreadable: [] });
      return { name, canvasId: number("ID"), moodleId: number("Identifier"), list, isAbsent: true };
    });
}

function stubsOf(exercises: readonly ExerciseFiles[]): Map<string, string> {
  const texts = exercises.flatMap(({ id, stub }) =>
    existsSync(stub) ? [[id, readFileSync(stub, "utf8")] as const] : [],
  );
  return new Map(texts.filter(([, text]) => text.includes("new NotStarted(")));
}

export const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;

/** Stands for what decides a grade besides the learner's texts: the graders, and what runs them. */
function gradersDigest(root: string): string {
  const hash = createHash("sha256");
  for (const folder of ["test/exercises", "src/grading"].map((name) => join(root, name)).filter(existsSync)) {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      if (file.endsWith(".ts")) hash.update(`${basename(folder)}/${file}\0`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}
