import type { Stored } from "tidemark/exercises";

/** Empties the whole table at a tombstone. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === null) table.clear();
    else table.set(key, value);
  }
  return table;
}
