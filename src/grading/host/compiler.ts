import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cpuTimeMs, residentBytes } from "./cpu-time.js";

export interface CompilerMessage {
  /** As the compiler names it, relative to where it ran, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Runs TypeScript's compiler in a folder and gives back what it complained about. Throws when it cannot run at all. */
export async function compileFolder(root: string, folder: string, args: readonly string[]): Promise<CompilerMessage[]> {
  const [command, ...before] = await compilerCommand(root);
  const output = await run(command, [...before, ...args, "--pretty", "false"], folder);
  return parseMessages(output);
}

/** TypeScript 7 is a native program: started directly it saves the time of a second Node process. */
async function compilerCommand(root: string): Promise<readonly [string, ...string[]]> {
  const typescript = join(root, "node_modules/typescript");
  const finder = join(typescript, "lib/getExePath.js");
  if (existsSync(finder)) {
    const found = (await import(pathToFileURL(finder).href)) as { default: () => string };
    return [found.default()];
  }
  return [process.execPath, join(typescript, "bin/tsc")];
}

/** More than any course needs: only a type that is built to keep the compiler busy takes as long. */
const computingLimitMs = 60_000;
const waitingLimitMs = 600_000;
const memoryLimitBytes = 4e9;

/** Ends a compiler that does not come to an end; on a busy machine it may wait for long, and compute for as long as ever. */
function watch(child: ChildProcess): NodeJS.Timeout {
  const start = performance.now();
  return setInterval(() => {
    const computed = cpuTimeMs(child.pid) ?? performance.now() - start;
    const tooLong = computed > computingLimitMs || performance.now() - start > waitingLimitMs;
    if (tooLong || (residentBytes(child.pid) ?? 0) > memoryLimitBytes) child.kill("SIGKILL");
  }, 500);
}

function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      errors += chunk;
    });
    const watching = watch(child);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watching);
      if (signal === "SIGKILL") reject(new Error("the TypeScript compiler did not come to an end"));
      else if (code === 0 || code === 1 || code === 2) resolve(output);
      else reject(new Error(`the TypeScript compiler ended with ${signal ?? `code ${code}`}: ${errors.slice(0, 200)}`));
    });
  });
}

function parseMessages(output: string): CompilerMessage[] {
  const messages: CompilerMessage[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line);
    const last = messages.at(-1);
    if (match !== null) {
      const [, file = "", row = "0", column = "0", text = ""] = match;
      messages.push({ file: file.replaceAll("\\", "/"), line: Number(row), column: Number(column), text });
    } else if (/^\s+\S/.test(line) && last !== undefined) {
      messages[messages.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    } else if (/^error TS/.test(line)) {
      throw new Error(`the TypeScript compiler says: ${line}`);
    }
  }
  return messages;
}
