// npm run types: type-checks every project of the repository. The projects differ in the globals that their code may
// use.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The kit for Node, the site for a browser, and the bench, whose loops leave their parameters untyped. */
const projects = ["tsconfig.json", "site/tsconfig.json", "bench/tsconfig.json"].filter(
  // a handout has no bench
  (project) => existsSync(join(root, project)),
);

const failed = projects.filter((project) => {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return spawnSync(process.execPath, [compiler, "-p", project], { cwd: root, stdio: "inherit" }).status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
