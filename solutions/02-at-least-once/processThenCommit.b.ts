import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Counts the uncommitted records of each partition; commits when there are enough, and all at the end. */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  const steps: Step[] = [];
  const open = new Map<number, { count: number; next: number }>();
  const commit = (partition: number, next: number): void => {
    steps.push({ do: "commit", partition, offset: next });
    open.delete(partition);
  };
  for (const { partition, offset } of batch) {
    steps.push({ do: "process", partition, offset });
    const count = (open.get(partition)?.count ?? 0) + 1;
    if (count >= every) commit(partition, offset + 1);
    else open.set(partition, { count, next: offset + 1 });
  }
  for (const [partition, { next }] of [...open]) commit(partition, next);
  return steps;
}
