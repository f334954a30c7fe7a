import type { Pipeline } from "../core/index.js";
import type { Log } from "../log/index.js";

/** What a lesson's demo may touch, and what it was asked for. */
export interface DemoContext {
  readonly log: Log;
  /** Whether what it made stays in the log after it. */
  readonly keep: boolean;
  /** Whether every event gets a line. */
  readonly full: boolean;
  readonly signal: AbortSignal;
  out(line: string): void;
  progress(line: string): void;
}

/** A lesson's demo: topics, data and result from nothing, cleaned up after. */
export interface Demo {
  /** As the lesson's notebook is named. */
  readonly lesson: string;
  readonly summary: string;
  /** What it runs, for `tidemark explain`. */
  readonly pipelines: readonly Pipeline[];
  /** @param flags what the user typed, by the flag's name without dashes; values as text, `true` for a flag alone */
  run(context: DemoContext, flags: Readonly<Record<string, string | number | boolean>>): Promise<DemoOutcome>;
}

/** Whether the demo's own recount agrees with what it found in the log. */
export interface DemoOutcome {
  readonly agrees: boolean;
  /** The figures that it printed, for programs. */
  readonly figures: readonly Readonly<Record<string, string | number>>[];
}
