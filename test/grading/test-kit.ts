/** A kit in a folder of its own, whose exercises a test may write: everything else is this repository's. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exercisesCommand } from "../../src/grading/exercises-command.js";
import type { AnyGrader } from "../../src/grading/judge/grader.js";
import type { ExerciseFiles } from "../../src/grading/kit/exercise-files.js";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

export const graderFromSource = async ({ grader }: Pick<ExerciseFiles, "grader">): Promise<AnyGrader> =>
  ((await import(/* @vite-ignore */ pathToFileURL(grader).href)) as { default: AnyGrader }).default;

const noBroker = (): Promise<never> => Promise.reject(new Error("no broker in this test"));

export interface TestKit {
  readonly root: string;
  /** Writes an exercise: `04-watermarks/advanceWatermark`. */
  write(id: string, text: string): void;
  run(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  remove(): void;
}

/** A kit with lesson 04 only. */
export function testKit(): TestKit {
  const root = mkdtempSync(join(tmpdir(), "tidemark-kit-"));
  for (const folder of ["node_modules", "src"]) symlinkSync(join(repository, folder), join(root, folder), "junction");
  mkdirSync(join(root, "test/exercises"), { recursive: true });
  symlinkSync(join(repository, "test/exercises/04-watermarks"), join(root, "test/exercises/04-watermarks"), "junction");
  cpSync(join(repository, "exercises/04-watermarks"), join(root, "exercises/04-watermarks"), { recursive: true });
  cpSync(join(repository, "exercises/globals.d.ts"), join(root, "exercises/globals.d.ts"));
  cpSync(join(repository, "notebooks/README.md"), join(root, "notebooks/README.md"));
  cpSync(join(repository, "exercises/04-watermarks"), join(root, ".stubs/04-watermarks"), { recursive: true });
  return {
    root,
    write: (id, text) => writeFileSync(join(root, `exercises/${id}.ts`), text),
    async run(...args) {
      let out = "";
      let err = "";
      const screen = {
        out: (text: string) => {
          out += text;
        },
        err: (text: string) => {
          err += text;
        },
        color: false,
        clears: false,
      };
      const code = await exercisesCommand(
        args,
        { root, graders: async () => graderFromSource, broker: noBroker },
        screen,
      );
      return { code, out, err };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
