import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { projectRoot } from "../../machine/paths.js";

/** Environment variables, by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Two names of one setting; the first one wins where both are set. */
const BROKERS = ["BOOTSTRAP_SERVERS", "KAFKA_BROKERS"] as const;

/** The process's environment over the project's .env file, which may be missing. */
export function environment(own: Variables = process.env, file = join(projectRoot, ".env")): Variables {
  const fromFile = variablesIn(file);
  // If the process names a cluster by either name, that cluster is used, whatever name the file has.
  if (brokersFrom(own) !== null) for (const name of BROKERS) delete fromFile[name];
  return { ...fromFile, ...own };
}

function variablesIn(file: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** The cluster in `BOOTSTRAP_SERVERS`, or else in `KAFKA_BROKERS`; `null` where neither is set. */
export function brokersFrom(variables: Variables): readonly string[] | null {
  const list = BROKERS.map((name) => variables[name]).find(Boolean) ?? "";
  const brokers = list.split(",").map((one) => one.trim());
  return brokers.some((one) => one !== "") ? brokers.filter((one) => one !== "") : null;
}
