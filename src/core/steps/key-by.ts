import { fieldOf } from "../field.js";
import { type Context, type Emit, type Key, type Row, StatelessOperator } from "../operator.js";
import { described } from "../text-of.js";

/** A value as a key: texts, finite numbers and truth values are keys, nothing is no key, all else is `undefined`. */
export function keyOf(value: unknown): Key | null | undefined {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : undefined;
  return value === null || value === undefined ? null : undefined;
}

/** What is said of a field that was to be a key, an id or a group, and is none. */
export const noKeyIn = (field: string, row: Row | null): string =>
  `expected a text, a finite number or a truth value in "${field}", got ${row === null ? "no row" : described(fieldOf(row, field))}`;

/**
 * Groups rows by a field. A row without a key (null, or no such field) goes on: what comes after decides (an outer join keeps
 * it, a window may not). What can be no key (an object, NaN) makes a dead letter. 1 and "1" are two keys, as in a Map.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis, pipeline, run } from "tidemark";
 * import { z } from "zod";
 *
 * const byShop = pipeline("by-shop")
 *   .from("sales", z.object({ at: z.number(), shop: z.string().nullable() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("shop")
 *   .to("sales-by-shop");
 *
 * const { results } = run(byShop, [{ at: 1, shop: "kiosk" }, { at: 2, shop: null }]);
 * assert.deepEqual(results.map(({ key }) => key), ["kiosk", null]);
 * ```
 */
export class KeyBy extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(field: string, context: Context) {
    super();
    const { fates, emit } = context;
    this.inputs = [
      (before, row, ts, lane, window, revision) => {
        fates.in++;
        const key = row === null ? before : keyOf(fieldOf(row, field));
        if (key === undefined) {
          context.dead("bad-key", noKeyIn(field, row), null, row, ts);
          return;
        }
        fates.result++;
        emit(key, row, ts, lane, window, revision);
      },
    ];
  }
}
