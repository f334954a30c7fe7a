/**
 * What a law asks of an implementation: small interfaces that the engine, the model and each wrong implementation in
 * wrong/ can answer, so that one law is run through all of them.
 */
import type { WindowJob } from "./model/fixedWindows.js";
import type { JoinArrival, JoinOutcome } from "./model/joinOutcome.js";
import type { Arrival, Outcome } from "./model/outcome.js";
import type { StreamJoinJob } from "./model/streamStream.js";

/** A windowed aggregation over a whole bounded input. */
export type RunWindows = (job: WindowJob, arrivals: readonly Arrival[]) => Outcome;

/** A stream–stream join over two whole bounded inputs. */
export type RunJoin = (job: StreamJoinJob, arrivals: readonly JoinArrival[]) => JoinOutcome;

/** A watermark generator, stepped by hand: takes an event's time, answers with the watermark after it. */
export type StartWatermark = (delayMs: number) => (ts: number) => number;

/** A running job that can be stopped at any step. `Input` is whatever the job eats. */
export interface Running<Input> {
  push(input: Input): void;
  finish(): void;
  /** What has come out since the start of this process, as plain data. */
  readonly output: readonly unknown[];
  /** Everything needed to go on; it will be sent through JSON. */
  snapshot(): unknown;
  /** How many entries are kept. */
  readonly stateSize: number;
}
export interface Restartable<Job, Input> {
  start(job: Job): Running<Input>;
  restore(job: Job, snapshot: unknown): Running<Input>;
}

/** An aggregate whose parts can be put together. */
export interface Mergeable<Part> {
  readonly of: (items: readonly { readonly ts: number; readonly value: number }[]) => Part;
  readonly merge: (a: Part, b: Part) => Part;
  readonly result: (part: Part) => unknown;
}

export interface LogEntry {
  readonly offset: number;
  readonly key: string;
  readonly value: number | null;
}
/** Compacts everything before the active segment, as of a time at which tombstones' retention is over. */
export type Compact = (log: readonly LogEntry[], activeFrom: number) => readonly LogEntry[];
