import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { npmCommand } from "../../../tools/bootstrap/npm.mjs";
import { root } from "../../../tools/bootstrap.mjs";

/** Runs a command and answers with what it printed. */
export function done(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 64_000_000 } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs npm, whatever it is called on this machine. */
export function npm(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const { command, args } = npmCommand();
  return done(command, [...args, ...words], cwd, env);
}

/** Packs the kit's package into a folder, which gets the kit's settings of npm. Answers with the tarball's path. */
export function packInto(folder: string): string {
  const [packed] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], root)) as { filename: string }[];
  cpSync(join(root, ".npmrc"), join(folder, ".npmrc"));
  return join(folder, packed!.filename);
}
