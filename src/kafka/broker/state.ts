import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stateFolder } from "../../machine/paths.js";

/** The broker that `brokerUp` started and `brokerDown` stops. */
export type StartedBroker =
  | { readonly kind: "compose"; readonly brokers: readonly string[] }
  | {
      readonly kind: "local";
      readonly brokers: readonly string[];
      readonly pid: number;
      readonly logFile: string;
    };

const fileIn = (folder: string): string => join(folder, "broker.json");
/** The data folder of a local broker for people. */
export const dataIn = (folder: string): string => join(folder, "broker");

export function startedBroker(folder = stateFolder): StartedBroker | null {
  try {
    return JSON.parse(readFileSync(fileIn(folder), "utf8")) as StartedBroker;
  } catch {
    return null;
  }
}

export async function rememberBroker(broker: StartedBroker, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileIn(folder), `${JSON.stringify(broker, null, 2)}\n`);
}

export async function forgetBroker(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}
