import type { Stored } from "tidemark/exercises";

/** Writes and deletes in a Map, record by record. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === null) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
