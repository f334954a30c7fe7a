import { NotStarted, type Position } from "tidemark/exercises";

/** What a restarted consumer is given, divided by whether it has seen it before. */
export interface Replay {
  /** Processed before the crash, and now delivered again. */
  readonly again: Position[];
  /** Never processed before. */
  readonly first: Position[];
}

/**
 * Which records a consumer is given after a restart, and which of those it has processed before.
 *
 * From each partition it gets the records from its committed offset on, that one included, since a commit names the next
 * record to read. Where nothing was committed it gets all that the log holds. What was processed is a list of its own:
 * a crash leaves records that are processed and not committed, and, when several were in work at once, holes.
 *
 * @param log all records there are, of several partitions; in each the offsets ascend
 * @param processed the positions of records processed before the crash, in any order; two positions are the same when
 *   partition and offset are, also as different objects; some may no longer be in the log
 * @param committed the committed offset of each partition that has one
 * @returns both lists in the order of the log
 */
export function replayPlan(
  log: readonly Position[],
  processed: readonly Position[],
  committed: Readonly<Record<number, number>>,
): Replay {
  throw new NotStarted();
}
