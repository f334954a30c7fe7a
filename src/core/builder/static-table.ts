import type { Only } from "./fields.js";

/** A table that never changes, for `lookup`. */
export interface StaticTable<Row, Key> {
  readonly name: string;
  readonly rows: ReadonlyMap<Key, Row>;
}

/**
 * A fixed table for `lookup`.
 *
 * @param name how the plan calls it
 * @param key the field that tells its rows apart; a value that two rows share throws a `TypeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { staticTable } from "tidemark";
 *
 * const berths = staticTable("berths", "berth", [{ berth: "A1", quay: "north" }]);
 * assert.deepEqual(berths.rows.get("A1"), { berth: "A1", quay: "north" });
 * ```
 */
export function staticTable<Row extends object, K extends keyof Only<Row, string | number>>(
  name: string,
  key: K,
  rows: readonly Row[],
): StaticTable<Row, Row[K]> {
  const byKey = new Map<Row[K], Row>();
  for (const row of rows) {
    if (byKey.has(row[key])) {
      throw new TypeError(
        `staticTable("${name}"): two rows have ${key} ${JSON.stringify(row[key])}. Try: one row for each key`,
      );
    }
    byKey.set(row[key], row);
  }
  return Object.freeze({ name, rows: byKey });
}
