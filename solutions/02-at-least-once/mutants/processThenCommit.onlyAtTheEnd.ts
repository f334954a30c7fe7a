import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits once, at the end. */
export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
  const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
  return [
    ...batch.map(({ partition, offset }): Step => ({ do: "process", partition, offset })),
    ...[...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 })),
  ];
}
