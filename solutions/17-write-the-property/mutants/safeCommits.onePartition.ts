import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export type Plan = (batch: readonly Position[], every: number) => Step[];

/** Keeps one mark for all partitions: a commit may go as far as the one that is furthest. */
export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {
  const steps = plan(batch, every);
  let furthest = 0;
  const reach = steps.map(({ do: kind, offset }) => {
    if (kind === "process") furthest = Math.max(furthest, offset + 1);
    return furthest;
  });
  return [...new Set([...batch, ...steps].map(({ partition }) => partition))].every((partition) => {
    const offsets = batch.filter((position) => position.partition === partition).map(({ offset }) => offset);
    const last = offsets.at(-1) ?? -1;
    let done = 0;
    let committed = 0;
    for (const [at, step] of steps.entries()) {
      if (step.partition !== partition) continue;
      if (step.do === "process") {
        if (step.offset !== offsets[done]) return false;
        done++;
      } else {
        if (step.offset < committed || step.offset > Math.max(reach[at] ?? 0, offsets[done] ?? last + 1)) return false;
        committed = step.offset;
      }
      if (offsets.slice(0, done).filter((offset) => offset >= committed).length > every) return false;
    }
    return done === offsets.length && committed > last;
  });
}
