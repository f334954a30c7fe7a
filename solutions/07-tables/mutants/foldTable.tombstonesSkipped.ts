import type { Stored } from "tidemark/exercises";

/** Leaves tombstones aside: what was deleted stays. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value !== null) table.set(key, value);
  }
  return table;
}
