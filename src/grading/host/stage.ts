import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type CompilerMessage, compileFolder } from "./compiler.js";

/** A folder of its own, in which exercises are compiled and from which they run. Nothing else is in it. */
export interface Stage {
  /** What a learner's process may read. */
  readonly folder: string;
  /** The program of that process. */
  readonly entry: string;
  /** The compiled file of an exercise, `04-watermarks/advanceWatermark`. */
  module(id: string): string;
  /** What the compiler says about an exercise, files that it imports included. */
  messages(id: string): readonly CompilerMessage[];
  remove(): void;
}

/** Learners' source texts: `04-watermarks/advanceWatermark` → text. */
export type Sources = ReadonlyMap<string, string>;

/** The program of a learner's process, and all that it imports. */
const kit = ["host/child", "sandbox/learner", "sandbox/wire", "sandbox/exercises"];

/** Every .ts file below an exercises folder, by id; empty when there is none. */
export function readSources(exercises: string): Sources {
  const sources = new Map<string, string>();
  if (!existsSync(exercises)) return sources;
  for (const lesson of readdirSync(exercises, { withFileTypes: true })) {
    if (!lesson.isDirectory()) continue;
    for (const file of readdirSync(join(exercises, lesson.name))) {
      if (!file.endsWith(".ts")) continue;
      sources.set(`${lesson.name}/${file.slice(0, -3)}`, readFileSync(join(exercises, lesson.name, file), "utf8"));
    }
  }
  return sources;
}

/**
 * Compiles exercises for grading. All sources are there to be imported by each other; only those in `ids`, and what
 * they import, are compiled.
 *
 * @param root the kit's folder: where TypeScript and the program of the learner's process are found
 */
export async function stage(root: string, sources: Sources, ids: readonly string[]): Promise<Stage> {
  const parent = join(root, ".tidemark/stage");
  mkdirSync(parent, { recursive: true });
  sweep(parent);
  const folder = realpathSync(mkdtempSync(join(parent, `run-${process.pid}-`)));
  try {
    write(folder, "package.json", JSON.stringify({ type: "module" }));
    write(folder, "tsconfig.json", JSON.stringify(config(ids)));
    for (const name of kit) {
      write(folder, `kit/${name}.ts`, readFileSync(join(root, "src/grading", `${name}.ts`), "utf8"));
    }
    for (const [id, text] of sources) write(folder, `exercises/${id}.ts`, text);
    const messages = await compileFolder(root, folder, ["-p", "tsconfig.json"]).catch((error: Error) =>
      gaveUp(ids, error),
    );
    const out = join(folder, "out");
    write(out, "package.json", JSON.stringify(outPackage));
    return {
      folder: out,
      entry: join(out, "kit/host/child.js"),
      module: (id) => join(out, `exercises/${id}.js`),
      messages: (id) => relevant(messages, sources, id),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The name "tidemark" means, inside, this one door. */
const outPackage = { name: "tidemark", type: "module", exports: { "./exercises": "./kit/sandbox/exercises.js" } };

function config(ids: readonly string[]): object {
  return {
    compilerOptions: {
      target: "es2023",
      lib: ["es2023"],
      module: "nodenext",
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      isolatedModules: true,
      rootDir: ".",
      outDir: "out",
      sourceMap: true,
      noEmitOnError: false,
      paths: { "tidemark/exercises": ["./kit/sandbox/exercises.ts"] },
    },
    files: ["kit/host/child.ts", ...ids.map((id) => `exercises/${id}.ts`)],
  };
}

/** What a compiler has to say that a text has brought down, or kept busy for ever: whoever else is graded goes on. */
const gaveUp = (ids: readonly string[], error: Error): CompilerMessage[] =>
  ids.map((id) => ({ file: `exercises/${id}.ts`, line: 1, column: 1, text: error.message }));

/** An exercise's own messages; where it has none, those of the exercises that it imports. */
function relevant(messages: readonly CompilerMessage[], sources: Sources, id: string): CompilerMessage[] {
  const own = (name: string): CompilerMessage[] => messages.filter(({ file }) => file === `exercises/${name}.ts`);
  const found = own(id);
  if (found.length > 0) return found;
  const imports = [...(sources.get(id) ?? "").matchAll(/from\s+["']\.\.?\/(?:\.\.\/)*([\w\-/]+)\.js["']/g)];
  const [lesson = ""] = id.split("/");
  return imports.flatMap(([, name = ""]) => own(name.includes("/") ? name : `${lesson}/${name}`));
}

/** Removes what a run left that was killed: folders of processes that are gone. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/^run-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid !== process.pid && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
