import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];

/** Throws, whatever it is given. */
export function safeCommits(_plan: Plan, batch: readonly Position[], _every: number): boolean {
  throw new Error(`no idea what to do with ${batch.length} records`);
}
