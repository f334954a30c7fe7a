import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFolder } from "./compiler.js";
import type { ExerciseFiles } from "./exercise-files.js";
import type { AnyGrader } from "./grader.js";

/** Gives an exercise's grader. */
export type GraderOf = (exercise: ExerciseFiles) => Promise<AnyGrader>;

/**
 * Compiles the graders of test/exercises, unless this very text of theirs is compiled already, and gives a way to load
 * one. They are trusted: their types are checked where the kit is, not here.
 */
export async function compiledGraders(root: string): Promise<GraderOf> {
  const source = join(root, "test/exercises");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(source, file)))
      .update("\0");
  const parent = join(root, ".tidemark/graders");
  const folder = join(parent, hash.digest("hex").slice(0, 16));
  if (!existsSync(folder)) await compile(root, source, files, parent, folder);
  return async ({ lesson, name }) => {
    const module = (await import(pathToFileURL(join(folder, lesson, `${name}.js`)).href)) as { default?: AnyGrader };
    if (module.default === undefined) {
      throw new Error(`test/exercises/${lesson}/${name}.ts: expected a grader as its default export, got none`);
    }
    return module.default;
  };
}

async function compile(
  root: string,
  source: string,
  files: readonly string[],
  parent: string,
  folder: string,
): Promise<void> {
  rmSync(parent, { recursive: true, force: true });
  const working = `${folder}-${process.pid}`;
  mkdirSync(working, { recursive: true });
  const configuration = {
    compilerOptions: {
      target: "es2023",
      lib: ["es2023"],
      module: "nodenext",
      types: [],
      noCheck: true,
      noResolve: true,
      isolatedModules: true,
      rootDir: source,
      outDir: working,
      inlineSourceMap: true,
    },
    files: files.map((file) => join(source, file)),
  };
  writeFileSync(join(working, "tsconfig.json"), JSON.stringify(configuration));
  await compileFolder(root, working, ["-p", "tsconfig.json"]);
  renameSync(working, folder);
}
