import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Writes partition and offset side by side, with nothing between them: 1, 11 and 11, 1 are the same. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const seen = new Set(processed.map(({ partition, offset }) => `${partition}${offset}`));
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
  const isSeen = ({ partition, offset }: Position): boolean => seen.has(`${partition}${offset}`);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
