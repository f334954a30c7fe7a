import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Begins everywhere at the highest of the committed offsets. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const from = Math.max(...Object.values(committed), 0);
  const delivered = log.filter(({ offset }) => offset >= from);
  const isSeen = (one: Position): boolean =>
    processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
