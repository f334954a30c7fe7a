// Before `npm pack`: builds, and takes out of package.json what an application has no use for. `--restore` puts it back.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "../bootstrap.mjs";

const manifest = join(root, "package.json");
const whole = join(root, ".tidemark", "package.json.whole");

await runCommand(async () => {
  // a run that was cut off has left it behind
  if (existsSync(whole)) renameSync(whole, manifest);
  if (process.argv.includes("--restore")) return 0;
  await bootstrap();
  mkdirSync(join(root, ".tidemark"), { recursive: true });
  copyFileSync(manifest, whole);
  // the clone's tools, and the PostgreSQL that its lessons start: 60 MB that an application brings if it wants them
  const { scripts, devDependencies, optionalDependencies, ...kept } = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, `${JSON.stringify(kept, null, 2)}\n`);
  return 0;
});
