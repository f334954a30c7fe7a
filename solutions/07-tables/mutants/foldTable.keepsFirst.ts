import type { Stored } from "tidemark/exercises";

/** Keeps the first value of a key, and no later one. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value === null) table.delete(key);
    else if (!table.has(key)) table.set(key, value);
  }
  return table;
}
