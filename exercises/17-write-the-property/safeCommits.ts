import { NotStarted, type Position } from "tidemark/exercises";

/** One thing that a consumer does. To commit an offset says: the next record of this partition to read is this one. */
export interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

/** Makes a plan for a batch, well or badly. */
export type Plan = (batch: readonly Position[], every: number) => Step[];

/**
 * Whether a plan keeps its contract, as far as this batch tells: a property. The grader tries it on plans that are right
 * and on others that are wrong, each with many batches. It has to be true for the right ones, always, and false for
 * each wrong one at least once.
 *
 * The contract (that of 02/processThenCommit): each record of the batch is processed once, and nothing else; those of one
 * partition in the order of their offsets, while partitions may come in any order. A commit of a partition never goes
 * back, and never passes a record that is not processed by then: it is at most the offset of the partition's next record
 * in the batch, and after its last record exactly last + 1. At no step are more than `every` records of a partition
 * processed and not committed. At the end everything is committed. How often to commit is free within that.
 *
 * @param plan what makes the plan; it may be asked as often as you like, and always answers in this form
 * @param batch each record once, those of one partition in ascending order, perhaps with gaps; it stays as it is
 * @param every how many records of a partition a restart may repeat, 1 or more
 */
export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {
  throw new NotStarted();
}
