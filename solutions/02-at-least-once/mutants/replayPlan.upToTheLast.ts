import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Takes everything up to the highest processed offset for processed, and overlooks the holes. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0));
  const isSeen = ({ partition, offset }: Position): boolean =>
    processed.some((other) => other.partition === partition && other.offset >= offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
