import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { kafkaTools, stateFolder } from "../../machine/paths.js";
import { maven, mavenOptions } from "./java.js";

const run = promisify(execFile);

/**
 * The folder with Kafka's jars; Maven resolves them when it does not exist yet. Its name holds a hash of pom.xml, so
 * each set of versions has its own folder and its own archive of classes.
 *
 * @param progress called before each slow step
 * @throws Error when Maven cannot resolve them; the message ends with Maven's output
 */
export async function kafkaJars(progress: (message: string) => void): Promise<string> {
  const pom = join(kafkaTools, "pom.xml");
  const hash = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 12);
  const folder = join(stateFolder, "kafka", hash);
  if (existsSync(join(folder, "lib"))) return folder;
  progress("fetching Kafka's jars with Maven (38 MB, once)");
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `lib.${process.pid}`);
  const goals = ["-B", "-q", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${unfinished}`];
  try {
    await run(maven, goals, mavenOptions);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const said = (stdout + stderr).trim().split("\n").slice(-5).join("\n");
    throw new Error(`Maven could not fetch Kafka's jars. Is the network there? It said:\n${said}`, { cause: error });
  }
  // Another process was first and has put the same jars there.
  await rename(unfinished, join(folder, "lib")).catch(() => rm(unfinished, { recursive: true, force: true }));
  return folder;
}
