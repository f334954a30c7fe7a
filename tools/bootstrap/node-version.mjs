import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError } from "./errors.mjs";

/**
 * Refuses a Node.js older than package.json's `engines` asks for.
 *
 * @param {string} folder where package.json is
 * @param {string} [version] of the form 20.19.0; the running one by default
 */
export function checkNode(folder, version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const needed = /^>=(\d+)\.(\d+)/.exec(engines.node);
  if (!needed) throw new Error(`package.json: engines.node is "${engines.node}"; expected the form ">=20.19"`);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > Number(needed[1]) || (major === Number(needed[1]) && minor >= Number(needed[2]))) return;
  throw new EnvironmentError(
    `This is Node.js ${version}; Tidemark needs ${needed[1]}.${needed[2]} or later. Install the current LTS release of Node.js, then run the same command again.`,
  );
}
