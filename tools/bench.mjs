// npm run bench: builds, then measures the engine against hand-written loops in one process of its own.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { benchFlags } from "../bench/flags.mjs";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  const args = process.argv.slice(2);
  // what was typed is judged here, before a build that may take a minute, and read there
  if (benchFlags(args) === null) return 0;
  await bootstrap();
  const main = join(root, "bench", "main.mjs");
  const { status } = spawnSync(process.execPath, ["--expose-gc", main, ...args], { stdio: "inherit" });
  return status ?? 1;
});
