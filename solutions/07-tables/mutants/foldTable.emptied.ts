import type { Stored } from "tidemark/exercises";

/** Writes an empty text where a tombstone deletes. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === null) table.set(key, "");
    else table.set(key, value);
  }
  return table;
}
