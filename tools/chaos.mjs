// npm run chaos: a pipeline on a real broker, run exactly-once by two worker processes, while workers and the broker are
// killed with SIGKILL; what comes out must be what the pure run gives: nothing lost, nothing repeated.
//   --records=200000   how many records go in
//   --kills=20         how many times something is killed
//   --seed=1           which, and after how much of the work
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  await bootstrap();
  const main = join(root, "tools", "chaos", "main.mjs");
  return spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
});
