import type { Stored } from "tidemark/exercises";

/** Lets a Map keep the last record of each key, then leaves out the tombstones. */
export function foldTable(log: readonly Stored[]): Map<string, string> {
  const last = new Map(log.map((record) => [record.key, record]));
  return new Map([...last].flatMap(([key, { value }]): [string, string][] => (value === null ? [] : [[key, value]])));
}
