import { createInterface } from "node:readline";
import type { Context } from "./context.js";

/**
 * Asks questions at the terminal, a line each; what is piped in is read the same way, and then nothing is asked aloud.
 * Ctrl-C ends the input. Call `done` when nothing more is to be asked, or the process waits for further lines.
 */
export function askTerminal({ signal }: Pick<Context, "signal">): {
  ask(question: string): Promise<string | null>;
  done(): void;
} {
  // No `output`: line editing stays the terminal's own, and so does Ctrl-C.
  const input = createInterface({ input: process.stdin });
  const lines = input[Symbol.asyncIterator]();
  const done = (): void => input.close();
  signal.addEventListener("abort", done);
  return {
    async ask(question) {
      if (signal.aborted) return null;
      if (process.stdin.isTTY) process.stderr.write(question);
      const line = await lines.next();
      return line.done ? null : line.value;
    },
    done,
  };
}
