import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Makes one number of partition and offset, and takes no partition to have a thousand records. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const seen = new Set(processed.map(({ partition, offset }) => partition * 1_000 + offset));
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
  const isSeen = ({ partition, offset }: Position): boolean => seen.has(partition * 1_000 + offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
