import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A lesson, as the syllabus in notebooks/README.md has it. */
export interface SyllabusLesson {
  /** `04`. */
  readonly number: string;
  readonly title: string;
  /** To read its notebook; `null` where it has none yet. */
  readonly minutes: number | null;
  /** The skill at its end: goes on after "you can". */
  readonly skill: string;
}

/**
 * The lessons of the syllabus with what one can do at the end of each: the rows of its table, whose first cell is such
 * as `04 · Watermarks`. Empty where the kit has no such page.
 */
export function syllabus(root: string): SyllabusLesson[] {
  const page = join(root, "notebooks/README.md");
  if (!existsSync(page)) return [];
  const rows = readFileSync(page, "utf8").matchAll(/^\| (\d\d) · ([^|]+?) \|((?:[^|\n]*\|)*) ([^|\n]+?) \|$/gm);
  return [...rows].map(([, number = "", title = "", between = "", skill = ""]) => {
    const minutes = /\[(\d+) minutes\]/.exec(between)?.[1];
    return { number, title, minutes: minutes === undefined ? null : Number(minutes), skill };
  });
}
