import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compiledSources } from "../host/compiled-sources.js";
import type { AnyGrader } from "../judge/grader.js";
import type { ExerciseFiles } from "./exercise-files.js";

/** Gives an exercise's grader. */
export type GraderOf = (exercise: ExerciseFiles) => Promise<AnyGrader>;

/** Compiles the graders of test/exercises, and gives a way to load one. */
export async function compiledGraders(root: string): Promise<GraderOf> {
  const folder = await compiledSources(root, "test/exercises", "graders", () => true);
  return async ({ lesson, name }) => {
    const module = (await import(pathToFileURL(join(folder, lesson, `${name}.js`)).href)) as { default?: AnyGrader };
    if (module.default === undefined) {
      throw new Error(`test/exercises/${lesson}/${name}.ts: expected a grader as its default export, got none`);
    }
    return module.default;
  };
}
