import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { classPage } from "./class-page.js";
import { csvText } from "./csv.js";
import { feedbackFile, feedbackPage } from "./feedback-page.js";
import { gradebookPage, idsOf } from "./gradebook-page.js";
import { type LearnerGrades, markOf, passedOf, reasonOf } from "./learner-grades.js";
import { canvasCsv, moodleCsv } from "./learning-systems.js";
import { notContained } from "./page.js";
import type { Roster } from "./roster.js";

/** A gradebook, besides its rows. */
export interface GradebookExtras {
  /** Files beside the learners that are nobody's work. */
  readonly aside: readonly string[];
  /** The assignment's name in a learning system. */
  readonly column: string;
  /** The class as a learning system exported it. */
  readonly roster: Roster | null;
}

/**
 * The gradebook for a spreadsheet: a line a learner, a column an exercise. It begins with the mark by which Excel knows
 * UTF-8; the tables for learning systems have none, since a program reads them.
 */
export function gradebookCsv(rows: readonly LearnerGrades[]): string {
  const ids = idsOf(rows);
  const lines = rows.map((row) => [
    row.student,
    row.state === "graded" ? row.points : "",
    row.of,
    passedOf(row),
    reasonOf(row),
    ...(row.exercises.length === 0 ? ids.map(() => "not graded") : row.exercises.map(markOf)),
  ]);
  return csvText([["student", "points", "of", "passed", "note", ...ids], ...lines], true);
}

export function gradebookJson(rows: readonly LearnerGrades[], aside: readonly string[] = []): string {
  return `${JSON.stringify({ version: 1, learners: rows, aside, notContained }, null, 2)}\n`;
}

/**
 * The rows of a gradebook.json that was written before.
 *
 * @throws RangeError when the file is missing or is none
 */
export function readGradebook(path: string): LearnerGrades[] {
  try {
    const { version, learners } = JSON.parse(readFileSync(path, "utf8")) as {
      version: number;
      learners: LearnerGrades[];
    };
    if (version === 1 && Array.isArray(learners)) return learners;
  } catch {
    // said below
  }
  throw new UsageError(`${path}: expected a gradebook.json that grade has written`);
}

/** Writes all tables and pages; each file is replaced whole, so that whoever reads meanwhile sees no half of one. */
export function writeGradebook(folder: string, rows: readonly LearnerGrades[], extras: GradebookExtras): void {
  const { aside, column, roster } = extras;
  mkdirSync(join(folder, "feedback"), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    "gradebook.csv": gradebookCsv(rows),
    "gradebook.json": gradebookJson(rows, aside),
    "gradebook.html": gradebookPage(rows, aside),
    "class.html": classPage(rows),
    "canvas.csv": canvasCsv(rows, column, roster),
    "moodle.csv": moodleCsv(rows, column, roster),
  };
  for (const [name, text] of Object.entries(files)) replaceFile(join(folder, name), text);
}

export function writeFeedback(folder: string, row: LearnerGrades): void {
  mkdirSync(join(folder, "feedback"), { recursive: true });
  replaceFile(join(folder, "feedback", feedbackFile(row.student)), feedbackPage(row));
}

function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
