import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];

/** Asks whether records are processed in order, and not whether all of them are. */
export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {
  const steps = plan(batch, every);
  return [...new Set([...batch, ...steps].map(({ partition }) => partition))].every((partition) => {
    const offsets = batch.filter((position) => position.partition === partition).map(({ offset }) => offset);
    const last = offsets.at(-1) ?? -1;
    const processed: number[] = [];
    let committed = 0;
    for (const step of steps.filter((one) => one.partition === partition)) {
      if (step.do === "process") {
        if (step.offset < Math.max(committed, (processed.at(-1) ?? -1) + 1)) return false;
        processed.push(step.offset);
      } else {
        if (step.offset < committed) return false;
        committed = step.offset;
      }
      if (processed.filter((offset) => offset >= committed).length > every) return false;
    }
    return committed === last + 1;
  });
}
