import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { exerciseFiles } from "../../grading/kit/exercise-files.js";
import type { GraderOf } from "../../grading/kit/graders.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { selectExercises } from "../../grading/kit/select.js";
import { gradebookCsv, gradebookHtml, gradebookJson } from "../../grading/report/gradebook.js";
import type { Context } from "../context.js";

interface Options {
  readonly out?: string;
  readonly only?: string[];
  readonly timeout: string;
  readonly memory: string;
  readonly json?: boolean;
}

/** Loaded when it is asked for: fast-check is behind graders. */
const compiled = async (root: string): Promise<GraderOf> =>
  (await import("../../grading/kit/graders.js")).compiledGraders(root);

/** `tidemark grade`: a folder of submissions becomes a gradebook. */
export function gradeCommand(context: Context, root: string = kitFolder, graders = compiled): Command {
  return new Command("grade")
    .description("grade a folder of submissions, one folder a learner, into a gradebook (CSV, JSON, HTML)")
    .argument("<dir>", "holds NAME/exercises/NN-slug/EXERCISE.ts for each learner")
    .option("--out <dir>", "where the gradebook goes (default: DIR/.gradebook)")
    .option("--only <exercises...>", "some exercises or lessons, such as 04")
    .option("--timeout <seconds>", "for one call", "2")
    .option("--memory <megabytes>", "for one process", "128")
    .option("--json", "print the gradebook as JSON")
    .addHelpText("after", "\nExample:\n  npx tidemark grade submissions --only 04")
    .action(async (dir: string, options: Options) => {
      const limits = {
        timeoutMs: positive(options.timeout, "--timeout") * 1_000,
        memoryMb: positive(options.memory, "--memory"),
      };
      const exercises = selectExercises(exerciseFiles(root), options.only ?? []);
      const { gradeSubmissions } = await import("../../grading/grade/submissions.js");
      const folder = resolve(dir);
      const submissions = await gradeSubmissions(root, folder, exercises, await graders(root), { limits }, (one) => {
        const passed = one.exercises.filter(({ verdict }) => verdict === "passed").length;
        context.note(`${one.student}: ${passed} of ${one.exercises.length} passed`);
      });
      const out = resolve(options.out ?? join(folder, ".gradebook"));
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "gradebook.csv"), gradebookCsv(submissions));
      writeFileSync(join(out, "gradebook.json"), gradebookJson(submissions));
      writeFileSync(join(out, "gradebook.html"), gradebookHtml(submissions));
      if (options.json) context.out(gradebookJson(submissions).trimEnd());
      else context.out(`${submissions.length} submissions graded: ${join(out, "gradebook.html")} (.csv, .json)`);
    });
}

function positive(text: string, flag: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`grade: expected a positive number after ${flag}, got "${text}"`);
  return value;
}
