import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { compileFolder } from "../host/compiler.js";

/**
 * Compiles trusted sources of the kit, unless this very text of theirs is compiled already. Their types are checked
 * where the kit is, not here.
 *
 * @param source the folder that holds them, such as `test/exercises`
 * @param name the folder of `.tidemark` that keeps what they are compiled to
 * @param wanted which of its files
 * @returns the folder with the JavaScript, each file under its own path
 */
export async function compiledSources(
  root: string,
  source: string,
  name: string,
  wanted: (file: string) => boolean,
): Promise<string> {
  const named = join(root, source);
  // The compiler follows links and would put its output elsewhere.
  const folder = existsSync(named) ? realpathSync(named) : named;
  const files = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [])
    .filter((file) => file.endsWith(".ts") && wanted(file))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  }
  const parent = join(root, ".tidemark", name);
  const target = join(parent, hash.digest("hex").slice(0, 16));
  if (!existsSync(target)) {
    forget(parent);
    await compile(root, folder, files, target);
  }
  return target;
}

/** Older than this, no run still needs a compiled text, nor is still compiling it. */
const forgottenAfterMs = 3_600_000;

/** Removes what earlier texts were compiled to. */
function forget(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > forgottenAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}

async function compile(root: string, source: string, files: readonly string[], target: string): Promise<void> {
  const working = `${target}-${process.pid}`;
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
  if (files.length > 0) await compileFolder(root, working, ["-p", "tsconfig.json"]);
  try {
    renameSync(working, target);
  } catch (error) {
    // Another run was faster with the same text.
    if (!existsSync(target)) throw error;
    rmSync(working, { recursive: true, force: true });
  }
}
