import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const ANSWERS_WITHIN_MS = 5_000;

/** Whether a Docker engine answers, not only its command line. */
export async function dockerAnswers(): Promise<boolean> {
  return await run("docker", ["version", "--format", "{{.Server.Version}}"], { timeout: ANSWERS_WITHIN_MS }).then(
    () => true,
    () => false,
  );
}
