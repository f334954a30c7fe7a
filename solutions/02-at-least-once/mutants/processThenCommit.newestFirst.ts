import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Works through the batch from its end, as a stack. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  return batch
    .map(({ partition, offset }): Step => ({ do: "process", partition, offset }))
    .reverse()
    .concat(lastOf(batch).map(({ partition, offset }): Step => ({ do: "commit", partition, offset: offset + 1 })));
}

const lastOf = (batch: readonly Position[]): Position[] =>
  batch.filter(({ partition }, index) => batch.findLastIndex((other) => other.partition === partition) === index);
