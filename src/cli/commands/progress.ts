import { Command } from "commander";
import { kitFolder } from "../../grading/kit-folder.js";
import { courseProgress } from "../../grading/progress.js";
import type { Context } from "../context.js";

const marks = { passed: "[x]", "not-started": "[ ]" } as const;

/** `tidemark progress`: the course as a checklist. */
export function progressCommand(context: Context, root: string = kitFolder): Command {
  return new Command("progress")
    .description("show the course as a checklist: what passed, what failed, what is not started")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark progress")
    .action((options: { json?: boolean }) => {
      const course = courseProgress(root);
      if (options.json) {
        context.out(JSON.stringify(course));
        return;
      }
      for (const lesson of new Set(course.map((one) => one.lesson))) {
        const exercises = course.filter((one) => one.lesson === lesson);
        const passed = exercises.filter(({ verdict }) => verdict === "passed").length;
        context.out(`${lesson}  ${passed} of ${exercises.length}`);
        for (const { id, verdict, property, passedBefore } of exercises) {
          const mark = verdict === "passed" || verdict === "not-started" ? marks[verdict] : "[!]";
          const failed = property === null ? verdict : `${verdict} at ${property}`;
          const detail = mark === "[!]" ? `  ${failed}${passedBefore ? ", passed before" : ""}` : "";
          context.out(`  ${mark} ${id.slice(lesson.length + 1)}${detail}`);
        }
      }
      const done = course.filter(({ verdict }) => verdict === "passed").length;
      context.out(`\n${done} of ${course.length} exercises passed, as last graded by: npm test exercises`);
    });
}
