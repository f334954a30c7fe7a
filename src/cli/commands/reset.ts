import { Command } from "commander";
import { exerciseFiles } from "../../grading/kit/exercise-files.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { isStub, resetExercise } from "../../grading/kit/reset.js";
import { selectExercises } from "../../grading/kit/select.js";
import { shortId } from "../../grading/report/report.js";
import type { Context } from "../context.js";

/** `tidemark reset`: puts stubs back and keeps what was written. */
export function resetCommand(context: Context, root: string = kitFolder): Command {
  return new Command("reset")
    .description("put the empty exercise back; your version is kept as a backup")
    .argument("[exercises...]", "number and name, or a lesson's number; left out: lists what you have written")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark reset 04/advanceWatermark")
    .action((words: string[], options: { json?: boolean }) => {
      if (words.length === 0) {
        list(context, root, options.json === true);
        return;
      }
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

/** Lists what can be put back: the exercises that are no stubs any more. */
function list(context: Context, root: string, asJson: boolean): void {
  const written = exerciseFiles(root).filter(({ stub }) => !isStub(stub));
  if (asJson) {
    context.out(JSON.stringify(written.map(({ id }) => id)));
    return;
  }
  if (written.length === 0) context.out("every exercise is as it was: there is nothing to put back");
  for (const { id } of written) context.out(`${shortId(id)}  written by you`);
  if (written[0] !== undefined) context.out(`\nTry: npx tidemark reset ${shortId(written[0].id)}`);
}
