import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits before the work: a crash in between loses the record. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  return batch.flatMap(({ partition, offset }): Step[] => [
    { do: "commit", partition, offset: offset + 1 },
    { do: "process", partition, offset },
  ]);
}
