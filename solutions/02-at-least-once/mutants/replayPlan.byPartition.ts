import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Lists partition after partition in place of the order of the log. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log
    .filter(({ partition, offset }) => offset >= (committed[partition] ?? 0))
    .sort((left, right) => left.partition - right.partition);
  const isSeen = (one: Position): boolean =>
    processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
