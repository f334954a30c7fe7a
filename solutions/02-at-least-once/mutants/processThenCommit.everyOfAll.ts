import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Counts the records of all partitions together, and commits only the one that it is at. */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  const steps: Step[] = [];
  const open = new Map<number, number>();
  let count = 0;
  for (const { partition, offset } of batch) {
    steps.push({ do: "process", partition, offset });
    open.set(partition, offset + 1);
    count++;
    if (count % every === 0) {
      steps.push({ do: "commit", partition, offset: offset + 1 });
      open.delete(partition);
    }
  }
  for (const [partition, offset] of open) steps.push({ do: "commit", partition, offset });
  return steps;
}
