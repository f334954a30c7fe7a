import type { Stored } from "tidemark/exercises";

/** Takes away at the end whatever was deleted at any time. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of log) {
    if (value !== null) table.set(key, value);
  }
  for (const { key, value } of log) if (value === null) table.delete(key);
  return table;
}
