import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Reads nothing of a partition that has no commit. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.POSITIVE_INFINITY));
  const isSeen = (one: Position): boolean =>
    processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
