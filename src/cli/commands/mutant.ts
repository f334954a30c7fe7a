import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { compiledSources } from "../../grading/host/compiled-sources.js";
import { type ExerciseFiles, exerciseFiles } from "../../grading/kit/exercise-files.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { type Mutants, mutantText } from "../../grading/kit/mutants.js";
import { selectExercises } from "../../grading/kit/select.js";
import { CommandError, type Context, exitCode } from "../context.js";

/** Gives an exercise's list of wrong solutions. */
type MutantsOf = (exercise: ExerciseFiles) => Promise<Mutants>;

const compiled = async (root: string): Promise<MutantsOf> => {
  const folder = await compiledSources(root, "solutions", "mutant-lists", (file) => file.endsWith(".mutants.ts"));
  return async ({ id }) =>
    ((await import(pathToFileURL(join(folder, `${id}.mutants.js`)).href)) as { default: Mutants }).default;
};

/** `tidemark mutant`: the wrong solutions of an exercise, or one of them whole. */
export function mutantCommand(context: Context, root: string = kitFolder, lists = compiled): Command {
  return new Command("mutant")
    .description("list the wrong solutions of an exercise, or print one of them whole")
    .argument("<exercise>", "its number and name")
    .argument("[mutant]", "its name; left out: all are listed")
    .addHelpText("after", "\nExample:\n  npx tidemark mutant 05/mergeSessions lessThan")
    .action(async (word: string, name?: string) => {
      const exercise = oneExercise(root, word);
      const mutants = await (await lists(root))(exercise);
      if (name === undefined) {
        for (const [each, { says }] of Object.entries(mutants)) {
          context.out(each);
          for (const line of wrap(says, 76)) context.out(`    ${line}`);
        }
        return;
      }
      const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
      if (mutant === undefined) {
        const names = Object.keys(mutants).join(", ");
        throw new CommandError(exitCode.usage, `mutant: ${exercise.id} has no "${name}"; it has ${names}`);
      }
      const { says, dies, anomaly } = mutant;
      for (const line of wrap(`${name}: ${says}`, 117)) context.out(`// ${line}`);
      context.out(`// Dies by the property "${dies}", as ${anomaly}.`);
      context.out(mutantText(root, exercise, name, mutant).trimEnd());
    });
}

function oneExercise(root: string, word: string): ExerciseFiles {
  const [exercise, ...others] = selectExercises(exerciseFiles(root), [word]);
  if (exercise === undefined || others.length > 0) {
    throw new CommandError(exitCode.usage, `mutant: expected one exercise, such as 04/advanceWatermark, got "${word}"`);
  }
  if (!existsSync(exercise.mutants)) {
    throw new CommandError(
      exitCode.failed,
      `mutant: ${exercise.id} has no list of wrong solutions here. A handout has none; a whole kit has solutions/${exercise.id}.mutants.ts`,
    );
  }
  return exercise;
}
