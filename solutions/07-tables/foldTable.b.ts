import type { Stored } from "tidemark/exercises";

/** Reads backwards: the first record met of a key is its last, and decides. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const decided = new Set<string>();
  const rows: [string, string][] = [];
  for (const { key, value } of log.toReversed()) {
    if (decided.has(key)) continue;
    decided.add(key);
    if (value !== null) rows.push([key, value]);
  }
  return new Map(rows);
}
