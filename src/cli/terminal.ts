import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Context, exitCode } from "./context.js";
import { LiveBlock } from "./live-block.js";
import { openLog } from "./open-log.js";

/** Why a command was stopped when its output went into a pipe that nobody reads any more. */
export const nobodyReads = Symbol("nobody reads");

/** The real thing: standard output and error, Ctrl-C, and brokers. */
export function terminalContext(): Context {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // The first asks for a clean stop; the second is an order.
      if (stopping.signal.aborted) process.exit(signal === "SIGTERM" ? exitCode.terminated : exitCode.interrupted);
      stopping.abort(signal);
    });
  }
  // Whoever reads may have seen enough (`| head`): then the command stops, cleans up and says no more.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      stopping.abort(nobodyReads);
    });
  }
  const atTerminal = process.stderr.isTTY === true;
  const block = new LiveBlock(process.stderr);
  return {
    out: (line) => {
      block.clear();
      process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      block.clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (atTerminal) block.draw([line]);
    },
    live: (lines) => {
      if (atTerminal) block.draw(lines);
      return atTerminal;
    },
    save: async (path, content) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    signal: stopping.signal,
    kill: () => void process.kill(process.pid, "SIGKILL"),
    openLog,
  };
}
