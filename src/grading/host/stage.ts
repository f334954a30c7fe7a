import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join } from "node:path";
import { compiledSources } from "./compiled-sources.js";
import { type CompilerMessage, compileFolder } from "./compiler.js";
import { importedNames, importsOf, refusal } from "./imports.js";

/** A folder of its own, in which exercises are compiled and from which they run. Nothing else is in it. */
export interface Stage {
  /** All that a learner's process may read: the compiled exercises, and the program that runs them. */
  readonly folder: string;
  /** The program of that process. */
  readonly entry: string;
  /** The compiled file of an exercise, inside of the folder. */
  module(id: string): string;
  /** The compiler's messages for an exercise, files that it imports included; before it, imports that are refused. */
  messages(id: string): readonly CompilerMessage[];
  /** A place in a compiled file, `exercises/04-watermarks/advanceWatermark.js:3:9`, as one in the learner's own. */
  place(compiled: string): string;
  remove(): void;
}

/** Learners' source texts: `04-watermarks/advanceWatermark` → text. */
export type Sources = ReadonlyMap<string, string>;

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
 * Compiles exercises for grading: those in `ids`, and the files of their folders that they import. The compiler follows
 * no import and reads only the files that it is given, so it can neither show nor write anything else.
 *
 * @param root the kit's folder: where TypeScript and the program of the learner's process are found
 */
export async function stage(root: string, sources: Sources, ids: readonly string[]): Promise<Stage> {
  const program = await learnersProgram(root);
  const parent = join(root, ".tidemark/stage");
  mkdirSync(parent, { recursive: true });
  sweep(parent);
  const folder = realpathSync(mkdtempSync(join(parent, `run-${process.pid}-`)));
  const needed = new Map(ids.map((id) => [id, closure(sources, id)]));
  const refused = new Map([...new Set([...needed.values()].flat())].map((id) => [id, refusals(id, sources)]));
  const isRefused = (id: string): boolean => (needed.get(id) ?? []).some((part) => refused.get(part)?.length !== 0);
  const compiled = [...new Set(ids.filter((id) => !isRefused(id)).flatMap((id) => needed.get(id) ?? []))];
  try {
    const out = join(folder, "out");
    write(out, "package.json", JSON.stringify({ type: "module" }));
    cpSync(program, join(out, "kit"), { recursive: true });
    write(folder, "package.json", JSON.stringify({ type: "module" }));
    write(folder, "globals.d.ts", readFileSync(join(root, "exercises/globals.d.ts"), "utf8"));
    write(folder, library, readFileSync(join(root, "src/grading/sandbox/exercises.ts"), "utf8"));
    for (const id of compiled) write(folder, fileOf(id), sources.get(id) ?? "");
    const messages = await compileEach(root, folder, sources, compiled);
    const messagesOf = (id: string): CompilerMessage[] => [
      ...(refused.get(id) ?? []),
      ...messages.filter(({ file }) => file === fileOf(id)).map(inOurWords),
    ];
    return {
      folder: out,
      entry: join(out, "kit/host/child.js"),
      module: (id) => `exercises/${id}.js`,
      // An exercise's own messages; where it has none, those of what it imports.
      messages: (id) => (needed.get(id) ?? [id]).map(messagesOf).find((some) => some.length > 0) ?? [],
      place: (place) => placeInSource(out, place),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The program of a learner's process, and all that it imports, compiled. */
const learnersProgram = (root: string): Promise<string> =>
  compiledSources(root, "src/grading", "program", (file) => /^(sandbox[\\/]|host[\\/](child|realms)\.ts$)/.test(file));

const library = "library/exercises.ts";

function config(ids: readonly string[]): object {
  return {
    compilerOptions: {
      target: "es2023",
      lib: ["es2023"],
      module: "nodenext",
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      isolatedModules: true,
      noResolve: true,
      rootDir: ".",
      outDir: "out",
      sourceMap: true,
      noEmitOnError: false,
      paths: { "tidemark/exercises": [`./${library}`] },
    },
    files: ["globals.d.ts", library, ...ids.map(fileOf)],
  };
}

/** An exercise and all that it imports, of its own folder and through it. */
function closure(sources: Sources, id: string): string[] {
  const found = [id];
  for (const one of found) {
    const lesson = one.slice(0, one.lastIndexOf("/"));
    for (const name of importedNames(sources.get(one) ?? "")) {
      const next = `${lesson}/${name}`;
      if (sources.has(next) && !found.includes(next)) found.push(next);
    }
  }
  return found;
}

/** Imports of an exercise that are refused: it is not compiled. */
const refusals = (id: string, sources: Sources): CompilerMessage[] =>
  importsOf(sources.get(id) ?? "").flatMap((one) => {
    const text = refusal(one);
    return text === null ? [] : [{ file: fileOf(id), line: one.line, column: one.column, text }];
  });

/** The compiler's advice for what is missing is to install Node's types, or to become a page. */
const inOurWords = (message: CompilerMessage): CompilerMessage => ({
  ...message,
  text: message.text.replace(
    /\. Do you need to (?:install type definitions|change your target library).*$/,
    ": an exercise has the language, console, structuredClone, TextEncoder and TextDecoder, and nothing of Node or of a page",
  ),
});

/**
 * Compiles exercises so that none has a say in another's messages. The compiler checks no types as long as a text
 * anywhere is no TypeScript, so such texts are left out and the others compiled again; and where a text brings the
 * compiler down, or keeps it busy for ever, each is compiled alone.
 */
async function compileEach(
  root: string,
  folder: string,
  sources: Sources,
  ids: readonly string[],
  alone = ids.length === 1,
): Promise<CompilerMessage[]> {
  if (ids.length === 0) return [];
  write(folder, "tsconfig.json", JSON.stringify(config(ids)));
  try {
    const messages = await compileFolder(root, folder, ["-p", "tsconfig.json"]);
    const unreadable = messages.filter(({ text }) => notTypeScript.test(text));
    const isReadable = (id: string): boolean => unreadable.every(({ file }) => file !== fileOf(id));
    const others = ids.filter((id) => closure(sources, id).every(isReadable));
    if (others.length === ids.length) return messages;
    return [...unreadable, ...(await compileEach(root, folder, sources, others, alone))];
  } catch (error) {
    const { message } = error as Error;
    if (alone) return [{ file: fileOf(ids[0] ?? ""), line: 1, column: 1, text: message }];
    const messages: CompilerMessage[] = [];
    for (const id of ids) messages.push(...(await compileEach(root, folder, sources, closure(sources, id), true)));
    return messages;
  }
}

const fileOf = (id: string): string => `exercises/${id}.ts`;

/** The numbers of messages on a text's form, not on its types. */
const notTypeScript = /^TS1(?:\d{3}|[78]\d{3}):/;

function placeInSource(out: string, place: string): string {
  const [, file = "", line = "", column = ""] = /^(.*)\.js:(\d+):(\d+)$/.exec(place.replaceAll("\\", "/")) ?? [];
  const map = join(out, `${file}.js.map`);
  if (file === "" || !existsSync(map)) return place;
  const found = new SourceMap(JSON.parse(readFileSync(map, "utf8")) as SourceMapPayload).findEntry(
    Number(line) - 1,
    Number(column) - 1,
  );
  return "originalLine" in found ? `${file}.ts:${found.originalLine + 1}` : `${file}.ts`;
}

/** Removes leftovers of killed runs: folders of processes that are gone. */
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
