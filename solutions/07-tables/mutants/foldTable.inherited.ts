import type { Stored } from "tidemark/exercises";

/** Asks a plain object whether a key was decided already: names that every object has always seem to be. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const decided: Record<string, boolean> = {};
  const rows: [string, string][] = [];
  for (const { key, value } of log.toReversed()) {
    if (decided[key]) continue;
    decided[key] = true;
    if (value !== null) rows.push([key, value]);
  }
  return new Map(rows);
}
