import type { Context } from "./context.js";
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
  const live = process.stderr.isTTY === true;
  let shown = false;
  const clear = (): void => {
    if (shown) process.stderr.write("\r\u001b[2K");
    shown = false;
  };
  return {
    out: (line) => {
      clear();
      process.stdout.write(`${line}\n`);
    },
    note: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (line) => {
      if (!live) return;
      clear();
      process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
      shown = true;
    },
    signal: stopping.signal,
    kill: () => void process.kill(process.pid, "SIGKILL"),
    openLog,
  };
}
