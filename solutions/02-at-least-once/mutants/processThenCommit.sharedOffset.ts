import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Keeps one offset and commits it for all partitions. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  const partitions = [...new Set(batch.map(({ partition }) => partition))];
  return batch.flatMap(({ partition, offset }): Step[] => [
    { do: "process", partition, offset },
    ...partitions.map((each): Step => ({ do: "commit", partition: each, offset: offset + 1 })),
  ]);
}
