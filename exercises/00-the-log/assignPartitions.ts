import { NotStarted } from "tidemark/exercises";

/**
 * Divides the partitions of a topic among the members of a consumer group.
 *
 * Every partition has exactly one owner, and the members' shares differ by at most one partition. Every member is
 * listed, one that has nothing to do with `[]`. Which member gets which partition is yours to choose, but the order in
 * which the members are named must not matter: each of them works this out alone, and all must come to the same.
 *
 * @param members their names, each once, in any order; any texts but "__proto__"
 * @param partitions how many partitions the topic has: they are numbered 0 to partitions - 1; there may be 0
 * @returns for each member the numbers of its partitions, ascending; `{}` when there are no members
 */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  throw new NotStarted();
}
