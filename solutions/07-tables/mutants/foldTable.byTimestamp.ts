import type { Stored } from "tidemark/exercises";

/** Lets the record with the newest time win: a clock that is behind makes its writer lose. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const table = new Map<string, string>();
  const newest = new Map<string, number>();
  for (const { key, value, ts } of log) {
    if (ts < (newest.get(key) ?? ts)) continue;
    newest.set(key, ts);
    if (value === null) table.delete(key);
    else table.set(key, value);
  }
  return table;
}
