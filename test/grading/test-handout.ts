/** A handout in a folder of its own, with the packages and the build of this repository. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeHandout } from "../../src/grading/kit/handout.js";
import { repository } from "./test-kit.js";

export interface HandoutKit {
  readonly folder: string;
  /** Writes an exercise. */
  hand(text: string, id: string): void;
  /** `npm test exercises ARGS…`, as at a terminal. */
  exercises(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended>;
  remove(): void;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function handoutKit(): HandoutKit {
  const parent = mkdtempSync(join(tmpdir(), "tidemark-handout-"));
  const folder = join(parent, "kit");
  writeHandout(repository, folder);
  // What `npm ci` would bring, and what the sources are built to.
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
  if (existsSync(join(repository, "dist"))) cpSync(join(repository, "dist"), join(folder, "dist"), { recursive: true });
  // Of this test's own environment only what a terminal has too.
  const outer = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST|KAFKA_|BOOTSTRAP_)/.test(name));
  return {
    folder,
    hand: (text, id) => writeFileSync(join(folder, `exercises/${id}.ts`), text),
    exercises: (args, env = {}) =>
      run([join(folder, "tools/test.mjs"), "exercises", ...args], folder, { ...Object.fromEntries(outer), ...env }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      err += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
