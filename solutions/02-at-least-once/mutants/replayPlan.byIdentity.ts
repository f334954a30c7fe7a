import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Compares positions as objects: a copy is another object. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0));
  return {
    again: delivered.filter((position) => processed.includes(position)),
    first: delivered.filter((position) => !processed.includes(position)),
  };
}
