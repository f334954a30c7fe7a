import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { UsageError } from "../../core/usage-error.js";
import { gradebookJson } from "../../grading/class/gradebook-files.js";
import { type LearnerGrades, passedOf, reasonOf } from "../../grading/class/learner-grades.js";
import type { GraderOf } from "../../grading/kit/graders.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { CommandError, type Context, exitCode } from "../context.js";

interface Options {
  readonly out?: string;
  readonly only?: string[];
  readonly points?: string;
  readonly roster?: string;
  readonly column: string;
  readonly since?: string | true;
  readonly jobs: string;
  readonly timeout: string;
  readonly memory: string;
  readonly strict?: boolean;
  readonly summary?: string;
  readonly classroom?: string;
  readonly json?: boolean;
}

/** Loaded when it is asked for: fast-check is behind graders. */
const compiled = async (root: string): Promise<GraderOf> =>
  (await import("../../grading/kit/graders.js")).compiledGraders(root);

const width = 80;

/** `tidemark grade`: what was handed in becomes a gradebook. */
export function gradeCommand(context: Context, root: string = kitFolder, graders = compiled): Command {
  return new Command("grade")
    .description("grade what learners handed in, into a gradebook (HTML, CSV, JSON)")
    .argument(
      "<place>",
      "a folder or zip with a folder, zip or submission file for each learner; or one learner's work",
    )
    .option("--out <dir>", "where the gradebook goes (default: PLACE/.gradebook)")
    .option("--only <exercises...>", "some exercises or lessons, such as 04")
    .option("--points <file>", "points over those of exercises/points.json")
    .option("--roster <file>", "the class, as Canvas or Moodle exported it (CSV)")
    .option("--column <name>", "the assignment's name there", "Tidemark")
    .option("--since [dir]", "keep the rows of an earlier gradebook where nothing changed (default: that in --out)")
    .option("--jobs <n>", "learners graded at once", `${Math.max(1, Math.floor(availableParallelism() / 2))}`)
    .option("--timeout <seconds>", "for one call", "2")
    .option("--memory <megabytes>", "for one process", "128")
    .option("--strict", "end with 1 unless everybody has every point")
    .option("--summary <file>", "append a summary in Markdown")
    .option("--classroom <file>", "append the result for GitHub Classroom (GITHUB_OUTPUT)")
    .option("--json", "print the gradebook as JSON")
    .addHelpText(
      "after",
      `
Every learner gets a row, and no zero is without its reason. Beside the
gradebook are canvas.csv and moodle.csv, a feedback page for each learner, and
class.html: what most fell over.

Examples:
  npx tidemark grade submissions
  npx tidemark grade submissions.zip --only 04 --roster canvas-export.csv
  npx tidemark grade submissions --since --jobs 4
  npx tidemark grade .`,
    )
    .action(async (place: string, options: Options) => {
      const { gradeFolder } = await import("../../grading/class/grade-folder.js");
      const out = resolve(options.out ?? defaultOut(place));
      const graded = await gradeFolder(root, place, await graders(root), {
        ...optional(options),
        out,
        column: options.column,
        jobs: whole(options.jobs, "--jobs"),
        limits: {
          timeoutMs: positive(options.timeout, "--timeout") * 1_000,
          memoryMb: positive(options.memory, "--memory"),
        },
        ...(options.since === undefined ? {} : { since: options.since === true ? out : resolve(options.since) }),
        signal: context.signal,
        graded: (row) => {
          for (const line of wrap(lineOf(row), width)) context.note(line);
        },
      });
      const { rows } = graded;
      await reportPush(options, rows);
      if (options.json) context.out(gradebookJson(rows, graded.aside).trimEnd());
      else for (const line of ending(graded.aside, graded.strangers, rows, out)) context.out(line);
      requireGraded(rows, options.strict === true);
    });
}

/** Appends what a workflow shows of a push: a summary for its page, a result for GitHub Classroom. */
async function reportPush({ summary, classroom }: Options, rows: readonly LearnerGrades[]): Promise<void> {
  if (summary === undefined && classroom === undefined) return;
  const { classroomResult, markdownSummary } = await import("../../grading/class/push-report.js");
  if (summary !== undefined) appendFileSync(summary, markdownSummary(rows));
  if (classroom !== undefined) appendFileSync(classroom, `result=${classroomResult(rows)}\n`);
}

/** Ends the command with 1 for a row that was not graded; when it is strict, for a point that was not earned, too. */
function requireGraded(rows: readonly LearnerGrades[], isStrict: boolean): void {
  if (isStrict && rows.some(({ points, of }) => points < of)) {
    throw new CommandError(exitCode.failed, "not every point was earned");
  }
  const lost = rows.filter(({ state }) => state === "not-graded" || state === "waiting").length;
  if (lost > 0) {
    throw new CommandError(exitCode.failed, `${lost} of ${rows.length} could not be graded; their rows say why`);
  }
}

/** In a folder of submissions beside them; for an archive or a file, beside that. */
const defaultOut = (place: string): string =>
  /\.(zip|json)$/i.test(place) ? `${place.replace(/\.(zip|json)$/i, "")}.gradebook` : join(place, ".gradebook");

const optional = ({ only, points, roster }: Options): Pick<Options, "only" | "points" | "roster"> => ({
  ...(only === undefined ? {} : { only }),
  ...(points === undefined ? {} : { points }),
  ...(roster === undefined ? {} : { roster }),
});

const lineOf = (row: LearnerGrades): string =>
  row.state === "graded"
    ? `${row.student}: ${row.points} of ${row.of} points (${reasonOf(row)})`
    : `${row.student}: ${row.state === "absent" ? "" : "not graded: "}${reasonOf(row)}`;

function ending(
  aside: readonly string[],
  strangers: readonly string[],
  rows: readonly LearnerGrades[],
  out: string,
): string[] {
  const graded = rows.filter(({ state }) => state === "graded").length;
  const passed = rows.reduce((sum, row) => sum + passedOf(row), 0);
  const said = [
    ...(aside.length === 0 ? [] : [`left aside, as nobody's work: ${aside.join(", ")}`]),
    ...(strangers.length === 0 ? [] : [`not on the roster: ${strangers.join(", ")}`]),
    `${graded} of ${rows.length} learners graded, ${passed} exercises passed in all`,
  ];
  return [...said.flatMap((line) => wrap(line, width)), join(out, "gradebook.html")];
}

function positive(text: string, flag: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`grade: expected a positive number after ${flag}, got "${text}"`);
  return value;
}

function whole(text: string, flag: string): number {
  const value = positive(text, flag);
  if (!Number.isInteger(value)) throw new UsageError(`grade: expected a whole number after ${flag}, got "${text}"`);
  return value;
}
