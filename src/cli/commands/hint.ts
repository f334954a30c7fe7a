import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { nextExercise } from "../../grading/kit/course-ahead.js";
import { type ExerciseFiles, exerciseFiles } from "../../grading/kit/exercise-files.js";
import type { GraderOf } from "../../grading/kit/graders.js";
import { nextHint } from "../../grading/kit/hint.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { courseProgress } from "../../grading/kit/progress.js";
import { selectExercises } from "../../grading/kit/select.js";
import { shortId } from "../../grading/report/report.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { width } from "../width.js";

/** Loaded when it is asked for: fast-check is behind graders. */
const compiled = async (root: string): Promise<GraderOf> =>
  (await import("../../grading/kit/graders.js")).compiledGraders(root);

/** `tidemark hint`: the next rung for one exercise, about the property that failed last. */
export function hintCommand(context: Context, root: string = kitFolder, graders = compiled): Command {
  return new Command("hint")
    .description("show the next hint for an exercise: a question, then the idea, then nearly the code")
    .argument("[exercise]", "its number and name; left out: lists the exercises, and the hints taken")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark hint 04/advanceWatermark")
    .action(async (word: string | undefined, options: { json?: boolean }) => {
      if (word === undefined) {
        list(context, root, options.json === true);
        return;
      }
      const exercise = oneExercise(root, word);
      const grader = await (await graders(root))(exercise);
      const hint = nextHint(root, exercise.id, grader);
      if (options.json) {
        context.out(JSON.stringify(hint));
        return;
      }
      const about =
        hint.property === null ? "" : `, about "${grader.properties[hint.property]?.says ?? hint.property}"`;
      for (const line of wrap(`hint ${hint.rung} of 3${about}`, width)) context.out(line);
      context.out("");
      for (const line of wrap(hint.text, width)) context.out(line);
      if (hint.more) context.out(`\na plainer one: npx tidemark hint ${shortId(exercise.id)}`);
    });
}

function oneExercise(root: string, word: string): ExerciseFiles {
  const [exercise, ...others] = selectExercises(exerciseFiles(root), [word]);
  if (exercise !== undefined && others.length === 0) return exercise;
  const names = [exercise, ...others].flatMap((one) => (one === undefined ? [] : [shortId(one.id)]));
  throw new CommandError(exitCode.usage, `hint: expected one exercise, got "${word}". There is ${names.join(", ")}`);
}

/** Lists the exercises with the hints that were taken. */
function list(context: Context, root: string, asJson: boolean): void {
  const course = courseProgress(root);
  if (asJson) {
    context.out(JSON.stringify(course.map(({ id, hints }) => ({ id, hints }))));
    return;
  }
  const room = Math.max(0, ...course.map(({ id }) => shortId(id).length));
  for (const { id, hints } of course) {
    const taken = Object.entries(hints).map(([ladder, rungs]) => `${ladder} ${rungs} of 3`);
    context.out(`${shortId(id).padEnd(room)}  ${taken.join(", ")}`.trimEnd().slice(0, width));
  }
  const next = nextExercise(course);
  if (next !== null) context.out(`\nTry: npx tidemark hint ${shortId(next.id)}`);
}
