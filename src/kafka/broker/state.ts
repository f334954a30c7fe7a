import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateFolder } from "./paths.js";

/** The broker that `brokerUp` started and `brokerDown` stops. */
export type StartedBroker =
  | { readonly kind: "compose"; readonly brokers: readonly string[] }
  | {
      readonly kind: "local";
      readonly brokers: readonly string[];
      readonly pid: number;
      readonly logFile: string;
    };

const file = join(stateFolder, "broker.json");
/** Where a local broker for people keeps its data. */
export const localFolder = join(stateFolder, "broker");

export function startedBroker(): StartedBroker | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StartedBroker;
  } catch {
    return null;
  }
}

export async function rememberBroker(broker: StartedBroker): Promise<void> {
  await mkdir(stateFolder, { recursive: true });
  await writeFile(file, `${JSON.stringify(broker, null, 2)}\n`);
}

export async function forgetBroker(): Promise<void> {
  await rm(file, { force: true });
}
