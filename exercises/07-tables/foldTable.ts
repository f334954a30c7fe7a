import { NotStarted, type Stored } from "tidemark/exercises";

/**
 * The table that a log of changes amounts to.
 *
 * Each record says what is now true of its key: the last record of a key wins, and a `null` value (a tombstone) deletes
 * the key, until a later record writes it again. The last is the one with the highest offset; its time plays no part.
 * Every text is a value, the empty one too.
 *
 * @param log one partition, in the order of its offsets
 * @returns each key that there is, with its value, in any order
 */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  throw new NotStarted();
}
