// npm run bench: builds, then measures the engine against hand-written loops in one process of its own.
//   --json     the same as JSON
//   --quick    a tenth of the events, to see that it runs
//   --only=tumbling    only the jobs whose name matches; or sweeps, simulation, kafka
//   --events=100000 --pairs=3    a run of another size
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  await bootstrap();
  const main = join(root, "bench", "main.mjs");
  const { status } = spawnSync(process.execPath, ["--expose-gc", main, ...process.argv.slice(2)], { stdio: "inherit" });
  return status ?? 1;
});
