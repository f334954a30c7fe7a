import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Takes the commit for the last record read, and begins after it. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log.filter(({ partition, offset }) => offset > (committed[partition] ?? -1));
  const isSeen = (one: Position): boolean =>
    processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
