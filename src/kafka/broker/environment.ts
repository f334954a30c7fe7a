import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { projectRoot } from "./paths.js";

/** The process's environment over the project's .env file, which may be missing. */
export function environment(own: NodeJS.ProcessEnv = process.env, file = join(projectRoot, ".env")): NodeJS.ProcessEnv {
  try {
    return { ...parseEnv(readFileSync(file, "utf8")), ...own };
  } catch {
    return own;
  }
}

/** The cluster that `KAFKA_BROKERS` (or `BOOTSTRAP_SERVERS`) names; `null` where neither is set. */
export function brokersFrom(variables: NodeJS.ProcessEnv): readonly string[] | null {
  const list = variables.KAFKA_BROKERS || variables.BOOTSTRAP_SERVERS || "";
  const brokers = list.split(",").map((one) => one.trim());
  return brokers.some((one) => one !== "") ? brokers.filter((one) => one !== "") : null;
}
