import type { Stored } from "tidemark/exercises";

/** Folds into a plain object, on which "__proto__" is no ordinary key. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table: Record<string, string> = {};
  for (const { key, value } of log) {
    if (value === null) delete table[key];
    else table[key] = value;
  }
  return new Map(Object.entries(table));
}
