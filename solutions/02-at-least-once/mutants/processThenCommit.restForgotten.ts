import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Commits every so many records, and forgets the rest at the end. */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  const steps: Step[] = [];
  const counts = new Map<number, number>();
  for (const { partition, offset } of batch) {
    const count = (counts.get(partition) ?? 0) + 1;
    counts.set(partition, count);
    steps.push({ do: "process", partition, offset });
    if (count % every === 0) steps.push({ do: "commit", partition, offset: offset + 1 });
  }
  return steps;
}
