import type { Pipeline } from "../core/index.js";
import type { Life, Log } from "../log/index.js";
import type { Files } from "../worker/index.js";

/** One life of a program of a demo, with the disk that its process writes to. */
export interface DemoLife extends Life {
  readonly files: Files;
}

/** Access and options of a lesson's demo. */
export interface DemoContext {
  readonly log: Log;
  /** True when its topics stay in the log afterwards. */
  readonly keep: boolean;
  /** True when every event gets a line. */
  readonly full: boolean;
  readonly signal: AbortSignal;
  /** DATABASE_URL, if it is set. */
  readonly databaseUrl?: string | undefined;
  /** True when log, time and disk are simulated: then no real I/O may go on while a program runs. */
  readonly simulated: boolean;
  /** Kind of the crash in a few words: `the simulated process ends`. */
  readonly crashing: string;
  /** Begins a life of the program of this name. */
  life(name: string): DemoLife;
  out(line: string): void;
  /** Says something to people beside the results: a log, a warning. */
  note(line: string): void;
  progress(line: string): void;
  /** Shows changing figures: a block in place at a terminal, one line for each call elsewhere. */
  live(block: readonly string[], line: string): void;
  /** Writes an output file, and the folders that it needs. */
  save(path: string, content: string | Uint8Array): Promise<void>;
}

/** Flags as typed, by name in camel case; `true` for a flag alone, `false` for one that begins with `no-`. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** A flag of one demo. Two demos may have the same one, with the same kind of value. */
export interface DemoFlag {
  /** In commander's form: `--crash-after <n>`, `--no-plot`. */
  readonly flag: string;
  readonly meaning: string;
  /** Reads its value; without it the value stays text. */
  readonly value?: "whole" | "decimal";
}

/** A lesson's demo: makes topics, data and result from nothing, and cleans up afterwards. */
export interface Demo {
  /** The name of the lesson's notebook. */
  readonly lesson: string;
  readonly summary: string;
  readonly flags: readonly DemoFlag[];
  /** Its pipelines, for `tidemark explain`. */
  readonly pipelines: readonly Pipeline[];
  run(context: DemoContext, flags: Flags): Promise<DemoOutcome>;
}

/**
 * One side of a demo, for readers who want to see both: it reads what another program produces, until Ctrl-C or until
 * it is done. `tidemark run NAME`.
 */
export interface Side {
  /** Its name on the command line: `naive-consumer`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly DemoFlag[];
  /** Answer to `--on sim`, where a side that only reads would wait for ever. */
  readonly onSimulation?: string;
  run(context: DemoContext, flags: Flags): Promise<DemoOutcome>;
}

/** True when the demo's recount agrees with the log. */
export interface DemoOutcome {
  readonly agrees: boolean;
  /** The printed figures, for programs. */
  readonly figures: readonly Readonly<Record<string, string | number | boolean | null>>[];
}
