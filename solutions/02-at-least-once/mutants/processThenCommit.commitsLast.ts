import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits the offset of the last record processed in place of the next. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  return batch.flatMap(({ partition, offset }): Step[] => [
    { do: "process", partition, offset },
    { do: "commit", partition, offset },
  ]);
}
