import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Context } from "./context.js";
import { LiveBlock } from "./live-block.js";
import { openLog } from "./open-log.js";

/** The real thing: standard output and error, Ctrl-C, and brokers. */
export function terminalContext(): Context {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // The first asks for a clean stop; the second is an order.
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort();
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
