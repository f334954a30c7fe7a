/**
 * What a law asks of an implementation: small interfaces that the engine, the model and each wrong implementation in
 * wrong/ can answer, so that one law is run through all of them.
 */
import type { WindowJob } from "./model/fixed-windows.js";
import type { JoinArrival, JoinOutcome } from "./model/join-outcome.js";
import type { Arrival, Emitted, Outcome } from "./model/outcome.js";
import type { PlanOutcome } from "./model/plan.js";
import type { StreamJoinJob } from "./model/stream-stream.js";
import type { PlanCase } from "./plans/generate.js";

/** A windowed aggregation over a whole bounded input. */
export type RunWindows = (job: WindowJob, arrivals: readonly Arrival[]) => Outcome;

/** A stream–stream join over two whole bounded inputs. */
export type RunJoin = (job: StreamJoinJob, arrivals: readonly JoinArrival[]) => JoinOutcome;

/** What a chain of two steps gives: the results of the second, and how many inputs came too late for either. */
export interface ChainOutcome {
  readonly results: readonly Emitted[];
  readonly late: number;
}
/** A windowed aggregation whose results are counted by key in tumbling windows of `sizeMs`. */
export type RunWindowedThenCounted = (job: WindowJob, sizeMs: number, arrivals: readonly Arrival[]) => ChainOutcome;

/** A stream–stream join whose rows are counted by key in tumbling windows of `sizeMs`. */
export type RunJoinedThenCounted = (
  job: StreamJoinJob,
  sizeMs: number,
  arrivals: readonly JoinArrival[],
) => ChainOutcome;

/** A watermark generator, stepped by hand: takes an event's time, answers with the watermark after it. */
export type StartWatermark = (delayMs: number) => (ts: number) => number;

/** A running job that tells how much it keeps. `Input` is whatever the job eats. */
export interface Measured<Input> {
  push(input: Input): void;
  /** How many entries are kept. */
  readonly stateSize: number;
}

/** A running job that can be stopped at any step. */
export interface Running<Input> extends Measured<Input> {
  finish(): void;
  /** What has come out since the start of this process, as plain data. */
  readonly output: readonly unknown[];
  /** Everything needed to go on; it will be sent through JSON. */
  snapshot(): unknown;
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

/** A whole plan, over all that happens to it. */
export type RunPlan = (given: PlanCase) => PlanOutcome;
