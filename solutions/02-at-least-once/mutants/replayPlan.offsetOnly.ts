import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Compares offsets, whatever their partition. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0));
  const isSeen = ({ offset }: Position): boolean => processed.some((other) => other.offset === offset);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
