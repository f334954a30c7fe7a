import { spawn } from "node:child_process";

/**
 * Runs a program as one step with a progress line on stderr; what it prints is kept for the error message.
 *
 * @param {string} title what is being done, as in "building"
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} 127 when the program cannot be started
 */
export async function runStep(title, command, args, options = {}) {
  const progress = startProgress(title);
  const result = await capture(command, args, options);
  progress(result.code === 0 ? "done" : "failed");
  return result;
}

/**
 * Runs a program to its end, silently.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} stdout and stderr in one; 127 when it cannot be started
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Shows that a long step is alive: a line rewritten each second on a terminal, a line every ten seconds in a log.
 *
 * @param {string} title
 * @returns {(outcome: string) => void} to be called once, at the end
 */
export function startProgress(title) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const terminal = process.stderr.isTTY;
  process.stderr.write(`${title} …${terminal ? "" : "\n"}`);
  const timer = setInterval(
    () => process.stderr.write(terminal ? `\r${title} … ${seconds()} s` : `${title} … ${seconds()} s\n`),
    terminal ? 1_000 : 10_000,
  );
  timer.unref();
  return (outcome) => {
    clearInterval(timer);
    process.stderr.write(`${terminal ? "\r" : ""}${title}: ${outcome} in ${seconds()} s\n`);
  };
}
