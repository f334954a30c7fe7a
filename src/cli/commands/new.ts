import { Command } from "commander";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { newExercise, newLesson, newMutant } from "../../grading/kit/scaffold.js";
import type { Context } from "../context.js";

/** `tidemark new`: the files of a lesson, an exercise or a wrong solution, to be filled. */
export function newCommand(context: Context, root: string = kitFolder): Command {
  const report = (files: readonly string[]): void => {
    for (const file of files) context.out(file);
  };
  return new Command("new")
    .description("scaffold a lesson, an exercise or a wrong solution")
    .addHelpText("after", "\nExample:\n  npx tidemark new exercise 05-windows/assignSpiral")
    .addCommand(
      new Command("lesson")
        .description("a notebook and the page of its exercises")
        .argument("<name>", "such as 18-tides")
        .addHelpText("after", "\nExample:\n  npx tidemark new lesson 18-tides")
        .action((name: string) => report(newLesson(root, name))),
    )
    .addCommand(
      new Command("exercise")
        .description("a stub, a solution and a grader, marked as not written yet")
        .argument("<name>", "such as 05-windows/assignSpiral")
        .addHelpText("after", "\nExample:\n  npx tidemark new exercise 05-windows/assignSpiral")
        .action((name: string) => report(newExercise(root, name))),
    )
    .addCommand(
      new Command("mutant")
        .description("a wrong solution in an exercise's list, to be filled")
        .argument("<exercise>", "such as 05-windows/mergeSessions")
        .argument("<name>", "such as lessThan")
        .addHelpText("after", "\nExample:\n  npx tidemark new mutant 05-windows/mergeSessions lessThan")
        .action((exercise: string, name: string) => report(newMutant(root, exercise, name))),
    );
}
