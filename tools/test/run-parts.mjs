import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { optimizeLate } from "../v8-flags.mjs";

/**
 * @typedef {import("./parts.mjs").Part} Part
 * @typedef {{ name: string, passed: number, failed: number, skipped: string[], durationMs: number }} Outcome
 * @typedef {{ kind: "module", file: string, passed: number, failed: number, skipped: string[], durationMs: number }
 *   | { kind: "unhandled", count: number }} Message what the reporter sends
 */

/**
 * Runs the parts, two at a time: while one waits for a broker, the other has the cores.
 *
 * @param {Part[]} parts
 * @param {string} root the clone
 * @returns {Promise<Outcome[]>} in the order of `parts`
 */
export async function runParts(parts, root) {
  const children = new Set();
  const stop = () => {
    for (const child of children) child.kill("SIGTERM");
    process.exit(130);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  /** @type {Outcome[]} */
  const outcomes = [];
  const waiting = [...parts.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, part] = next;
      outcomes[index] = await runPart(part, root, children);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  process.off("SIGINT", stop).off("SIGTERM", stop);
  return outcomes;
}

/**
 * @param {Part} part
 * @param {string} root
 * @param {Set<import("node:child_process").ChildProcess>} children where the running ones are listed
 * @returns {Promise<Outcome>}
 */
function runPart(part, root, children) {
  const start = performance.now();
  /** @type {Outcome} */
  const outcome = { name: part.name, passed: 0, failed: 0, skipped: [], durationMs: 0 };
  const say = (/** @type {string} */ line) => process.stdout.write(`${part.name.padEnd(12)} ${line}\n`);
  const folders = part.only?.filter((folder) => existsSync(join(root, folder)));
  if (folders?.length === 0) {
    say("no tests yet");
    return Promise.resolve(outcome);
  }
  const args = [...optimizeLate, ...(part.command ?? vitestArguments(part, folders ?? []))];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    windowsHide: true,
  });
  children.add(child);
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  child.on("message", (received) => {
    const message = /** @type {Message} */ (received);
    if (message.kind === "unhandled") outcome.failed += message.count;
    else {
      outcome.passed += message.passed;
      outcome.failed += message.failed;
      outcome.skipped.push(...message.skipped);
      const counts = [`${message.passed} passed`];
      if (message.failed > 0) counts.push(`${message.failed} FAILED`);
      if (message.skipped.length > 0) counts.push(`${message.skipped.length} skipped`);
      say(`${message.file}: ${counts.join(", ")} in ${(message.durationMs / 1000).toFixed(1)} s`);
    }
  });
  return new Promise((resolve) => {
    child.on("error", (error) => keep(Buffer.from(error.message)));
    child.on("close", (code) => {
      children.delete(child);
      outcome.durationMs = performance.now() - start;
      if (part.command) outcome[code === 0 ? "passed" : "failed"] += 1;
      // A runner that died before it reported anything is a failure too.
      else if (code !== 0 && outcome.failed === 0) outcome.failed = 1;
      say(`${outcome.failed === 0 ? "done" : "FAILED"} in ${(outcome.durationMs / 1000).toFixed(1)} s`);
      if (outcome.failed > 0) process.stdout.write(`\n${output.trim()}\n\n`);
      resolve(outcome);
    });
  });
}

/**
 * @param {Part} part
 * @param {string[]} folders
 */
function vitestArguments({ except = [], oneByOne = false }, folders) {
  const reporter = fileURLToPath(new URL("reporter.mjs", import.meta.url));
  const excludes = except.flatMap((folder) => ["--exclude", `${folder}**`]);
  return [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--passWithNoTests", // a handout has none of the kit's own
    "--reporter=default",
    `--reporter=${reporter}`,
    ...(oneByOne ? ["--maxWorkers=1"] : []),
    ...folders,
    ...excludes,
  ];
}
