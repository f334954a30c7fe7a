import { NotStarted } from "tidemark/exercises";

/** Gives partitions to members, well or badly: each member with the numbers of its partitions. */
export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/**
 * Whether an assignment keeps its contract, as far as these members and partitions tell: a property. The grader tries it
 * on assignments that are right and on others that are wrong, each with many members and partitions. It has to be true
 * for the right ones, always, and false for each wrong one at least once.
 *
 * The contract (that of 00/assignPartitions): every partition from 0 to partitions − 1 has exactly one owner. Every
 * member is listed, and nobody else, a member without partitions with []. The numbers of a member ascend. Any two
 * members differ by one partition at most. The same members in another order get the same partitions. Where there are
 * no members, nobody owns anything: {}. Which member gets which partition is free.
 *
 * @param assign the assignment to look at; it may be asked as often as you like, and always answers in this form
 * @param members distinct names, perhaps none, in any order; they stay as they are
 * @param partitions how many there are, 0 or more
 */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  throw new NotStarted();
}
