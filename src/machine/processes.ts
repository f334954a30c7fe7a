import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const LONGEST_WAIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

/**
 * Ends a server of ours and waits for its end: by the signal, and by SIGKILL where that does not help.
 *
 * @param mark a part of its command line: its number may belong to another process meanwhile, which is left alone
 */
export async function endProcess(pid: number, mark: string, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (!(await isOurs(pid, mark))) return;
  process.kill(pid, signal);
  for (let waitedMs = 0; waitedMs < LONGEST_WAIT_MS; waitedMs += LOOK_EVERY_MS) {
    if (!isAlive(pid)) return;
    await sleep(LOOK_EVERY_MS);
  }
  process.kill(pid, "SIGKILL");
}

async function isOurs(pid: number, mark: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === "win32") return true;
  return await run("ps", ["-o", "args=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.includes(mark),
    () => false,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
