import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
  const folder = join(root, source);
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
  if (!existsSync(target)) await compile(root, folder, files, parent, target);
  return target;
}

async function compile(
  root: string,
  source: string,
  files: readonly string[],
  parent: string,
  target: string,
): Promise<void> {
  rmSync(parent, { recursive: true, force: true });
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
  renameSync(working, target);
}
