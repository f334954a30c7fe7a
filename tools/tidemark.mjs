#!/usr/bin/env node
// The `tidemark` command: makes the clone ready, then hands over to the built command line.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  await bootstrap();
  process.exitCode = undefined;
  await import(pathToFileURL(join(root, "dist", "cli", "main.js")).href);
  return /** @type {number | undefined} */ (process.exitCode);
});
