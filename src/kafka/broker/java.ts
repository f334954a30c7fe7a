import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const OLDEST = 17;

export interface Java {
  readonly command: string;
  readonly version: number;
}

/** Java 17 or later: the one in `JAVA_HOME`, else the one on the path; `null` where there is none. */
export async function findJava(environment: NodeJS.ProcessEnv = process.env): Promise<Java | null> {
  const home = environment.JAVA_HOME;
  for (const command of [...(home ? [join(home, "bin", "java")] : []), "java"]) {
    const version = await run(command, ["-version"], { timeout: 10_000 }).then(
      ({ stdout, stderr }) => majorVersion(stdout + stderr),
      () => null,
    );
    if (version !== null && version >= OLDEST) return { command, version };
  }
  return null;
}

/** `17` of `openjdk version "17.0.15" 2025-04-15`, `8` of `java version "1.8.0_392"`. */
export function majorVersion(text: string): number | null {
  const found = /version "(?:1\.)?(\d+)/.exec(text);
  return found ? Number(found[1]) : null;
}

/** True when Maven can be called. */
export async function hasMaven(): Promise<boolean> {
  return await run(maven, ["--version"], mavenOptions).then(
    () => true,
    () => false,
  );
}

const isWindows = process.platform === "win32";
/** On Windows mvn is a script, which only a shell starts. */
export const maven = isWindows ? "mvn.cmd" : "mvn";
export const mavenOptions = { timeout: 600_000, shell: isWindows };
