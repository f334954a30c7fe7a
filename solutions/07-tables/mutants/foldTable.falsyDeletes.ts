import type { Stored } from "tidemark/exercises";

/** Takes the empty text for a tombstone. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (!value) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
