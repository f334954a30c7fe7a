import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BuildError } from "./errors.mjs";
import { runStep } from "./step.mjs";

/**
 * Whether dist/ was built from the sources as they are now.
 *
 * @param {string} folder the clone
 * @returns {boolean}
 */
export function isBuilt(folder) {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash(folder);
}

/**
 * Compiles src/ to dist/, copies what is no TypeScript, and removes what has no source any more.
 *
 * @param {string} folder the clone
 * @throws BuildError with the compiler's own words; dist/ is then as it was
 */
export async function build(folder) {
  const hash = sourcesHash(folder);
  // Started by path: another package brings an older tsc along, and a bin folder holds only one of that name.
  const compiler = join(folder, "node_modules", "typescript", "bin", "tsc");
  const args = [
    compiler,
    "-p",
    "tsconfig.build.json",
    "--noEmitOnError",
    "--pretty",
    String(process.stderr.isTTY === true),
  ];
  const result = await runStep("building (tsc)", process.execPath, args, { cwd: folder });
  if (result.code !== 0) {
    throw new BuildError(`The sources in src/ do not compile:\n${result.output.trim()}\nTry: npm run types`);
  }
  const expected = new Set(["build-hash.txt"]);
  for (const file of filesBelow(join(folder, "src"))) {
    const script = /^(.*?)(?<!\.d)\.ts$/.exec(file)?.[1];
    if (script) for (const ending of [".js", ".js.map", ".d.ts"]) expected.add(script + ending);
    else {
      expected.add(file);
      mkdirSync(dirname(join(folder, "dist", file)), { recursive: true });
      copyFileSync(join(folder, "src", file), join(folder, "dist", file));
    }
  }
  for (const file of filesBelow(join(folder, "dist"))) if (!expected.has(file)) rmSync(join(folder, "dist", file));
  writeFileSync(stampOf(folder), hash);
}

/** @param {string} folder */
function stampOf(folder) {
  return join(folder, "dist", "build-hash.txt");
}

/**
 * A hash of everything that decides what dist/ holds: the sources, the compiler's options, and its version.
 *
 * @param {string} folder
 * @returns {string}
 */
function sourcesHash(folder) {
  const hash = createHash("sha256");
  const add = (/** @type {string} */ file) =>
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  for (const file of ["tsconfig.json", "tsconfig.build.json", "node_modules/typescript/package.json"]) add(file);
  for (const file of filesBelow(join(folder, "src"))) add(join("src", file));
  return hash.digest("hex");
}

/**
 * All files below a folder, as relative paths with forward slashes, sorted.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}
