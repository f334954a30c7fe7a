import { NotStarted, type Position } from "tidemark/exercises";

/** One thing that a consumer does. To commit an offset says: the next record of this partition to read is this one. */
export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/**
 * What a consumer does with a batch, step by step, so that a crash after any step loses nothing: a plan, which the
 * grader carries out, stops wherever it likes, and starts again from what was committed by then.
 *
 * Process each record once, and those of one partition in the order of their offsets. Commit offsets in between: never
 * past a record that is not processed yet, and never back behind an earlier commit. In no partition may more than
 * `every` records be processed and not committed: a crash would bring all of them again. At the end everything is
 * committed: for each partition in the batch, the offset after its last record there, last + 1.
 *
 * Offsets may have gaps (compaction, transaction markers). Between two records of the batch any offset up to that of the
 * next one says the same: "up to here is done".
 *
 * @param batch each record once, those of one partition in ascending order; records of several partitions may alternate
 * @param every how many records of a partition a restart may repeat, 1 or more
 * @returns the steps in their order; none for an empty batch
 */
export function processThenCommit(batch: readonly Position[], every: number): Step[] {
  throw new NotStarted();
}
