import type { Position } from "tidemark/exercises";

export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** One partition after the other, in slices; a commit goes up to the next record, over the gap. */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  const partitions = [...new Set(batch.map(({ partition }) => partition))];
  return partitions.flatMap((partition) => {
    const offsets = batch.filter((record) => record.partition === partition).map(({ offset }) => offset);
    return offsets.flatMap((offset, index): Step[] => {
      const next = offsets[index + 1];
      const processed: Step = { do: "process", partition, offset };
      if (next !== undefined && (index + 1) % every !== 0) return [processed];
      return [processed, { do: "commit", partition, offset: next ?? offset + 1 }];
    });
  });
}
