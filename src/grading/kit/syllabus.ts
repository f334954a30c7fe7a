import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A lesson, as the syllabus in notebooks/README.md has it. */
export interface SyllabusLesson {
  /** `04`. */
  readonly number: string;
  readonly title: string;
  /** What one can do at its end: goes on after "you can". */
  readonly skill: string;
}

/**
 * The lessons of the syllabus with what one can do at the end of each: the rows of its table, whose first cell is such
 * as `04 · Watermarks`. Empty where the kit has no such page.
 */
export function syllabus(root: string): SyllabusLesson[] {
  const page = join(root, "notebooks/README.md");
  if (!existsSync(page)) return [];
  const rows = readFileSync(page, "utf8").matchAll(/^\| (\d\d) · ([^|]+?) \|(?:[^|\n]*\|)* ([^|\n]+?) \|$/gm);
  return [...rows].map(([, number = "", title = "", skill = ""]) => ({ number, title, skill }));
}
