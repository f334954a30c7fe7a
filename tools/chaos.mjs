// npm run chaos: a pipeline on a real broker, run exactly-once by two worker processes, while workers and the broker are
// killed with SIGKILL; what comes out must be what the pure run gives: nothing lost, nothing repeated.
//   --records=200000   how many records go in
//   --kills=20         how many times something is killed
//   --seed=1           which, and after how much of the work
//   --simulated        no broker: every crash, storm and plan that npm test tries a sample of, on the simulated Kafka
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";

await runCommand(async () => {
  await bootstrap();
  const given = process.argv.slice(2);
  const program = given.includes("--simulated")
    ? [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "test/worker"]
    : [join(root, "tools", "chaos", "main.mjs"), ...given];
  const env = { EXPLORE_EVERY: "1", STORM_SEEDS: "500", TABLE_PLANS: "600", ...process.env };
  return spawnSync(process.execPath, program, { stdio: "inherit", cwd: root, env }).status ?? 1;
});
