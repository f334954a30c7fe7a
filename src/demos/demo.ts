import type { Pipeline } from "../core/index.js";
import type { Life, Log } from "../log/index.js";
import type { Files } from "../worker/index.js";

/** One life of a program of a demo, with the disk that its process writes to. */
export interface DemoLife extends Life {
  readonly files: Files;
}

/** What a lesson's demo may touch, and what it was asked for. */
export interface DemoContext {
  readonly log: Log;
  /** Whether what it made stays in the log after it. */
  readonly keep: boolean;
  /** Whether every event gets a line. */
  readonly full: boolean;
  readonly signal: AbortSignal;
  /** DATABASE_URL, where it is set. */
  readonly databaseUrl?: string | undefined;
  /** Whether log, time and disk are simulated: then no real I/O may go on while a program runs. */
  readonly simulated: boolean;
  /** How a crash comes about here, in a few words: `the simulated process ends`. */
  readonly crashing: string;
  /** Begins a life of the program of this name. */
  life(name: string): DemoLife;
  out(line: string): void;
  progress(line: string): void;
  /** What changes while one looks on: the block in place at a terminal, the line (once for each call) elsewhere. */
  live(block: readonly string[], line: string): void;
  /** Writes a file that the demo is asked for, and the folders that it needs. */
  save(path: string, content: string | Uint8Array): Promise<void>;
}

/** What the user typed, by the flag's name in camel case; `true` for a flag alone, `false` for one that begins with `no-`. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** A flag of one demo. Two demos may have the same one, with the same kind of value. */
export interface DemoFlag {
  /** As commander writes it: `--crash-after <n>`, `--no-plot`. */
  readonly flag: string;
  readonly meaning: string;
  /** How its value is read; text where it is not said. */
  readonly value?: "whole" | "decimal";
}

/** A lesson's demo: topics, data and result from nothing, cleaned up after. */
export interface Demo {
  /** As the lesson's notebook is named. */
  readonly lesson: string;
  readonly summary: string;
  readonly flags: readonly DemoFlag[];
  /** What it runs, for `tidemark explain`. */
  readonly pipelines: readonly Pipeline[];
  run(context: DemoContext, flags: Flags): Promise<DemoOutcome>;
}

/**
 * One side of a demo, for those who want to see both: reads what somebody else produces until Ctrl-C, or until it says
 * that it is done. `tidemark run NAME`.
 */
export interface Side {
  /** As the user types it: `naive-consumer`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly DemoFlag[];
  /** What to say to someone who asks for it on the simulation, where a side that only reads would wait for ever. */
  readonly onSimulation?: string;
  run(context: DemoContext, flags: Flags): Promise<DemoOutcome>;
}

/** Whether the demo's own recount agrees with what it found in the log. */
export interface DemoOutcome {
  readonly agrees: boolean;
  /** The figures that it printed, for programs. */
  readonly figures: readonly Readonly<Record<string, string | number | boolean | null>>[];
}
