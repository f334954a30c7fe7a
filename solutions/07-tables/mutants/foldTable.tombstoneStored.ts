import type { Stored } from "tidemark/exercises";

/** Stores a tombstone as if it were a value: the key is still there. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const last = new Map<string, unknown>(log.map(({ key, value }) => [key, value]));
  return last as Map<string, string>;
}
