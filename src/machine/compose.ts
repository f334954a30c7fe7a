import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { composeFile } from "./paths.js";

const run = promisify(execFile);
const PULL_AND_START_WITHIN_MS = 300_000;
/** The compose file's own name: its volumes are called after it. */
const PROJECT = "tidemark";

const compose = (...words: readonly string[]): string[] => ["compose", "-f", composeFile, ...words];

/** Whether `docker compose` is there; the engine may be without it. */
export async function hasCompose(): Promise<boolean> {
  return await run("docker", ["compose", "version"]).then(
    () => true,
    () => false,
  );
}

/**
 * Starts one service of docker-compose.yml and waits until it is healthy.
 *
 * @throws Error with the last lines that Docker said
 */
export async function composeUp(service: string): Promise<void> {
  try {
    await run("docker", compose("up", "-d", "--wait", service), { timeout: PULL_AND_START_WITHIN_MS });
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    throw new Error(stderr.trim().split("\n").slice(-3).join("\n") || message, { cause: error });
  }
}

/** Stops one service and leaves the others; with `wipe` its volume goes too. */
export async function composeDown(service: string, wipe: boolean): Promise<void> {
  await run("docker", compose("rm", "--stop", "--force", service));
  if (wipe) await run("docker", ["volume", "rm", "--force", `${PROJECT}_${service}-data`]);
}

/** The log of one service, as it comes. */
export async function* composeLogs(service: string, follow: boolean, signal: AbortSignal): AsyncGenerator<string> {
  const child = spawn("docker", compose("logs", "--no-log-prefix", ...(follow ? ["--follow"] : []), service), {
    stdio: ["ignore", "pipe", "inherit"],
    signal,
  });
  child.once("error", () => undefined); // an abort ends the stream, and with it the loop
  child.stdout.setEncoding("utf8");
  yield* child.stdout as AsyncIterable<string>;
}
