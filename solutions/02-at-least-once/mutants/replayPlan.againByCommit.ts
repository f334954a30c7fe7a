import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** Calls everything repeated that is delivered after a commit. */
export function replayPlan(
  log: readonly Position[],
  _processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  return { again: log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0)), first: [] };
}
