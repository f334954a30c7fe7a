import type { Log } from "../log/index.js";

/** Exit codes, the same for every command. */
export const exitCode = {
  done: 0,
  /** A check failed: something is not as it should be, and the output says what. */
  failed: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** The environment lacks something; the message says what, and how to get it. */
  environment: 3,
  /** Stopped by Ctrl-C, after cleaning up. */
  interrupted: 130,
  /** Stopped by SIGTERM, after cleaning up. */
  terminated: 143,
} as const;

/** An end that is no defect of ours: shown as its message alone, without a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    readonly code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a command may touch. Tests hand in their own. */
export interface Context {
  /** Results, for people and programs. */
  out(line: string): void;
  /** Progress and warnings, for people. */
  note(line: string): void;
  /** Where stderr is a terminal, a line that is written over; elsewhere nothing. */
  progress(line: string): void;
  /** Ends this very process at once, as `kill -9` does; what cannot has none. */
  kill?(): void;
  /** Where stderr is a terminal, a block of lines that is written over; elsewhere nothing, and false. */
  live(lines: readonly string[]): boolean;
  /** Writes a file, and the folders that it needs. */
  save(path: string, content: string | Uint8Array): Promise<void>;
  /** Aborts at Ctrl-C: stop, clean up, return. */
  readonly signal: AbortSignal;
  /** The log that `--on` names; closed by whoever called. */
  openLog(on: "kafka" | "sim"): Promise<Log>;
}
