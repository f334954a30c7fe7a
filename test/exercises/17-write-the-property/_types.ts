import type { Position } from "tidemark/exercises";

export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];
