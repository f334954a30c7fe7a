import { spawn } from "node:child_process";

/**
 * Ends a process when its owner is gone, even by SIGKILL, and deletes a folder. It is a process of its own, since nothing
 * inside the owner can outlive it. Plain JavaScript in a string: it must start without the project being built.
 */
const script = `
const { rmSync } = require("node:fs");
const [owner, ward, folder] = process.argv.slice(1);
const alive = (pid) => { try { process.kill(Number(pid), 0); return true; } catch (error) { return error.code === "EPERM"; } };
let ended = false;
setInterval(() => {
  ended ||= !alive(ward);
  if (alive(owner)) return;
  if (!ended) try { process.kill(Number(ward), "SIGKILL"); } catch {}
  for (let i = 0; i < 50; i++) try { rmSync(folder, { recursive: true, force: true, maxRetries: 3 }); break; } catch {}
  process.exit();
}, 200);
`;

/**
 * @param owner the process whose end is waited for
 * @param ward the process that must not outlive it
 * @param folder deleted when the owner has gone; the ward's data
 */
export function watchOver(owner: number, ward: number, folder: string): void {
  const child = spawn(process.execPath, ["-e", script, String(owner), String(ward), folder], {
    detached: true,
    stdio: "ignore",
  });
  child.unref();
}
