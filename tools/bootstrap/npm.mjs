import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Command that starts npm without a shell, because shells quote differently on every system: npm's own script, run by
 * this Node.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [node] the path of the Node executable
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(env = process.env, node = process.execPath) {
  const beside = dirname(node);
  const candidates = [
    env.npm_execpath ?? "",
    join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = candidates.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  if (script) return { command: node, args: [script], shell: false };
  // A distribution may keep npm elsewhere; on Windows npm is a .cmd file, which only a shell can start.
  return { command: "npm", args: [], shell: process.platform === "win32" };
}
