/** One write of a changelog. A `null` value is a tombstone: it deletes the key. */
export interface Write<K extends string | number, V> {
  readonly key: K;
  readonly value: V | null;
}

/**
 * A table is the fold of its changelog: the last write of each key wins, by its place in the log and not by its time, and a
 * tombstone deletes.
 *
 * @param log the writes of one partition, in offset order; offsets may have gaps
 * @param start a table to go on from (it is left alone), so that `fold(a ++ b) = fold(b, fold(a))`
 * @returns the rows by key; an empty string, 0 and `false` are values, only `null` deletes
 * @see https://kafka.apache.org/documentation/#compaction — the duality of streams and tables
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { foldTable } from "tidemark";
 *
 * const log = [{ key: "1", value: 100 }, { key: "2", value: 50 }, { key: "1", value: 150 }, { key: "2", value: null }];
 * assert.deepEqual(foldTable(log), new Map([["1", 150]]));
 * ```
 */
export function foldTable<K extends string | number, V>(
  log: Iterable<Write<K, V>>,
  start: ReadonlyMap<K, V> = new Map(),
): Map<K, V> {
  const table = new Map(start);
  for (const { key, value } of log) {
    if (value === null) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
