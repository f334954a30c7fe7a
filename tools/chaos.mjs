// npm run chaos: two worker processes run a pipeline exactly-once on a real broker while workers and the broker are
// killed with SIGKILL. The output must equal that of the pure run: nothing lost, nothing repeated.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";
import { chaosFlags } from "./chaos/flags.mjs";

await runCommand(async () => {
  const asked = chaosFlags(process.argv.slice(2));
  if (asked === null) return 0;
  await bootstrap();
  const { simulated, sinks, ...size } = asked;
  const program = simulated
    ? [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "test/worker"]
    : [join(root, "tools", "chaos", sinks ? "sinks.mjs" : "main.mjs"), JSON.stringify(size)];
  const env = { EXPLORE_EVERY: "1", STORM_SEEDS: "500", TABLE_PLANS: "600", ...process.env };
  return spawnSync(process.execPath, program, { stdio: "inherit", cwd: root, env }).status ?? 1;
});
