import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Reads everything again, as if nothing had been committed. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  _committed: Readonly<Record<number, number>>,
): Replay {
  const isSeen = (one: Position): boolean =>
    processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
  return { again: log.filter(isSeen), first: log.filter((position) => !isSeen(position)) };
}
