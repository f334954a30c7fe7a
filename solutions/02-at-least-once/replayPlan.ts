import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** A position as a text is equal by value: a Set of those tells what was processed. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const seen = new Set(processed.map(({ partition, offset }) => `${partition}:${offset}`));
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
  const isSeen = ({ partition, offset }: Position): boolean => seen.has(`${partition}:${offset}`);
  return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
}
