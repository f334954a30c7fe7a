import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { composeFile } from "../../machine/paths.js";

const run = promisify(execFile);
const PULL_AND_START_WITHIN_MS = 300_000;

const compose = (...words: readonly string[]): string[] => ["compose", "-f", composeFile, ...words];

/** What docker-compose.yml publishes. */
export const composeBrokers: readonly string[] = ["127.0.0.1:9092"];

/** Whether `docker compose` is there; the engine may be without it. */
export async function hasCompose(): Promise<boolean> {
  return await run("docker", ["compose", "version"]).then(
    () => true,
    () => false,
  );
}

/** Starts the kafka service and waits until it is healthy. */
export async function composeUp(): Promise<void> {
  try {
    await run("docker", compose("up", "-d", "--wait", "kafka"), { timeout: PULL_AND_START_WITHIN_MS });
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    throw new Error(stderr.trim().split("\n").slice(-3).join("\n") || message, { cause: error });
  }
}

/** Stops it; with `wipe` its volume goes too. */
export async function composeDown(wipe: boolean): Promise<void> {
  await run("docker", compose("down", ...(wipe ? ["--volumes"] : [])));
}

/** Its log, as it comes. */
export async function* composeLogs(follow: boolean, signal: AbortSignal): AsyncGenerator<string> {
  const child = spawn("docker", compose("logs", "--no-log-prefix", ...(follow ? ["--follow"] : []), "kafka"), {
    stdio: ["ignore", "pipe", "inherit"],
    signal,
  });
  child.once("error", () => undefined); // an abort ends the stream, and with it the loop
  child.stdout.setEncoding("utf8");
  yield* child.stdout as AsyncIterable<string>;
}
