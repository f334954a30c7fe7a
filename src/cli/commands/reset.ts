import { Command } from "commander";
import { exerciseFiles } from "../../grading/kit/exercise-files.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { resetExercise } from "../../grading/kit/reset.js";
import { selectExercises } from "../../grading/kit/select.js";
import type { Context } from "../context.js";

/** `tidemark reset`: puts stubs back and keeps what was written. */
export function resetCommand(context: Context, root: string = kitFolder): Command {
  return new Command("reset")
    .description("put the empty exercise back; your version is kept as a backup")
    .argument("<exercises...>", "number and name, or a lesson's number")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark reset 04/advanceWatermark")
    .action((words: string[], options: { json?: boolean }) => {
      const done = selectExercises(exerciseFiles(root), words).map((exercise) => resetExercise(root, exercise));
      if (options.json) {
        context.out(JSON.stringify(done));
        return;
      }
      for (const { id, backup } of done) {
        context.out(backup === null ? `${id}: nothing to put back` : `${id}: put back; yours is in ${backup}`);
      }
    });
}
