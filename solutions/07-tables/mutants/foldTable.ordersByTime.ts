import type { Stored } from "tidemark/exercises";

/** Puts the log into the order of time first. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log.toSorted((left, right) => left.ts - right.ts)) {
    if (value === null) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
