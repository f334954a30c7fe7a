import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits the whole batch when half of it is done. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
  const steps = batch.map(({ partition, offset }): Step => ({ do: "process", partition, offset }));
  const commits = [...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 }));
  return steps.toSpliced(Math.ceil(batch.length / 2), 0, ...commits);
}
