// Target of "Run and Debug" in VS Code: grades one exercise in this process, where breakpoints are seen. node
// tools/debug.mjs exercises/00-the-log/partitionFor.ts [CODE of a counterexample]
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  await bootstrap();
  process.exitCode = undefined;
  await import(pathToFileURL(join(root, "dist", "grading", "debug.js")).href);
  return /** @type {number | undefined} */ (process.exitCode);
});
