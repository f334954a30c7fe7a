import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { exerciseFiles } from "../../grading/kit/exercise-files.js";
import type { GraderOf } from "../../grading/kit/graders.js";
import { nextHint } from "../../grading/kit/hint.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { selectExercises } from "../../grading/kit/select.js";
import { shortId } from "../../grading/report/report.js";
import { CommandError, type Context, exitCode } from "../context.js";

/** Loaded when it is asked for: fast-check is behind graders. */
const compiled = async (root: string): Promise<GraderOf> =>
  (await import("../../grading/kit/graders.js")).compiledGraders(root);

/** `tidemark hint`: the next rung for one exercise, about the property that failed last. */
export function hintCommand(context: Context, root: string = kitFolder, graders = compiled): Command {
  return new Command("hint")
    .description("show the next hint for an exercise: a question, then the idea, then nearly the code")
    .argument("<exercise>", "its number and name")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark hint 04/advanceWatermark")
    .action(async (word: string, options: { json?: boolean }) => {
      const [exercise, ...others] = selectExercises(exerciseFiles(root), [word]);
      if (exercise === undefined || others.length > 0) {
        throw new CommandError(
          exitCode.usage,
          `hint: expected one exercise, such as 04/advanceWatermark, got "${word}"`,
        );
      }
      const grader = await (await graders(root))(exercise);
      const hint = nextHint(root, exercise.id, grader);
      if (options.json) {
        context.out(JSON.stringify(hint));
        return;
      }
      const about =
        hint.property === null ? "" : `, about "${grader.properties[hint.property]?.says ?? hint.property}"`;
      for (const line of wrap(`hint ${hint.rung} of 3${about}`, 80)) context.out(line);
      context.out("");
      for (const line of wrap(hint.text, 80)) context.out(line);
      if (hint.more) context.out(`\na plainer one: npx tidemark hint ${shortId(exercise.id)}`);
    });
}
