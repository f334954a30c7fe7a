import type { Event, Position } from "tidemark/exercises";

export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];

/** What an engine reads, and what happens to it meanwhile. */
export interface Input {
  readonly partitions: readonly (readonly Event[])[];
  /** The partition of each record that is read, in turn. */
  readonly order: readonly number[];
  /** After how many records the engine is stopped and started again. */
  readonly restarts: readonly number[];
  readonly sizeMs: number;
}

export interface Total {
  readonly start: number;
  readonly count: number;
}

export type Run = (input: Input) => Total[];
