import type { Position } from "tidemark/exercises";

export interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

/** One pass over the log, each record to one of two lists or to none. */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  const replay: Replay = { again: [], first: [] };
  for (const record of log) {
    const from = committed[record.partition];
    if (from !== undefined && record.offset < from) continue;
    const before = processed.some(
      ({ partition, offset }) => partition === record.partition && offset === record.offset,
    );
    (before ? replay.again : replay.first).push({ ...record });
  }
  return replay;
}
