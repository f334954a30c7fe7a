import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits when there are more than the allowed number, one record too late. */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  const steps: Step[] = [];
  const open = new Map<number, { count: number; next: number }>();
  for (const { partition, offset } of batch) {
    steps.push({ do: "process", partition, offset });
    const count = (open.get(partition)?.count ?? 0) + 1;
    open.set(partition, { count, next: offset + 1 });
    if (count > every) {
      steps.push({ do: "commit", partition, offset: offset + 1 });
      open.delete(partition);
    }
  }
  for (const [partition, { next }] of open) steps.push({ do: "commit", partition, offset: next });
  return steps;
}
