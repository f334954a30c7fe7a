import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { projectRoot } from "./paths.js";

/** The cluster that the environment, or the project's .env file, names; `null` where neither does. The environment wins. */
export async function brokersFromEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
  file = join(projectRoot, ".env"),
): Promise<readonly string[] | null> {
  const written = await readFile(file, "utf8").then(parseEnv, () => ({}));
  for (const source of [environment, written as NodeJS.ProcessEnv]) {
    const list = source.KAFKA_BROKERS || source.BOOTSTRAP_SERVERS;
    if (list) return list.split(",").map((one) => one.trim());
  }
  return null;
}
