import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../core/usage-error.js";
import type { Graded } from "./grade/grade-exercise.js";
import { compileFolder } from "./host/compiler.js";
import { trustedHost } from "./host/trusted-host.js";
import { judge } from "./judge/judge.js";
import { exerciseFiles } from "./kit/exercise-files.js";
import type { GraderOf } from "./kit/graders.js";
import { selectExercises } from "./kit/select.js";
import type { LearnerModule } from "./sandbox/learner.js";

/**
 * Grades one exercise inside this very process and without a limit of time, so that a debugger can stop in it for as
 * long as its author likes. Source maps lead to the learner's own file. The grade counts for nothing and is not recorded.
 *
 * @param root the kit's folder
 * @param word the exercise, as `npm test exercises` takes it; a path inside the kit too
 * @param options `replay`: only this counterexample
 * @throws RangeError when the word means no exercise, or more than one
 */
export async function debugExercise(
  root: string,
  word: string,
  graderOf: GraderOf,
  options: { readonly replay?: string } = {},
): Promise<Graded> {
  const named = word.startsWith("/") || /^[A-Za-z]:/.test(word) ? relative(root, word) : word;
  const chosen = selectExercises(exerciseFiles(root), [named]);
  const [exercise] = chosen;
  if (exercise === undefined || chosen.length > 1) {
    throw new UsageError(`debugging takes one exercise, such as 00/partitionFor; "${word}" means ${chosen.length}`);
  }
  const grader = await graderOf(exercise);
  const module = (await import(pathToFileURL(await compiled(root, exercise.id)).href)) as LearnerModule;
  const outcome = await judge(grader, trustedHost(module), {
    ...options,
    stopAtFirst: true,
    withoutIntegration: true,
  });
  // It stopped at the first that fails: how many others hold is not known.
  return { id: exercise.id, ...outcome, properties: [], printed: "" };
}

/** Compiles the exercise, and what it imports, below .tidemark/debug; what does not compile is run as it is. */
async function compiled(root: string, id: string): Promise<string> {
  const folder = join(root, ".tidemark/debug");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    isolatedModules: true,
    rootDir: "../..",
    outDir: "out",
    sourceMap: true,
  };
  const configuration = { compilerOptions, files: [`../../exercises/${id}.ts`] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
  await compileFolder(root, folder, ["-p", "tsconfig.json"]);
  return join(folder, `out/exercises/${id}.js`);
}
