import type { Stored } from "tidemark/exercises";

/** Takes the text "null" for a tombstone as well. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === null || value === "null") table.delete(key);
    else table.set(key, value);
  }
  return table;
}
