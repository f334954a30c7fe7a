import { fieldOf } from "../field.js";
import { type Context, type Emit, type Row, StatelessOperator } from "../operator.js";
import { textOf } from "../text-of.js";

/**
 * Changes each row; key and time stay, whatever the new row says. Deletions pass as they are. A function that throws, or
 * answers with no object, makes a dead letter, and the next row is processed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis, pipeline, run } from "tidemark";
 * import { z } from "zod";
 *
 * const euros = pipeline("euros")
 *   .from("sales", z.object({ at: z.number(), cents: z.number() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .map(({ cents }) => {
 *     if (cents < 0) throw new RangeError("a refund");
 *     return { euros: cents / 100 };
 *   })
 *   .to("sales-in-euros");
 *
 * const { results, dead } = run(euros, [{ at: 1, cents: -5 }, { at: 2, cents: 250 }]);
 * assert.deepEqual(results.map(({ row, ts }) => [row?.euros, ts]), [[2.5, 2]]);
 * assert.deepEqual(dead.map(({ reason }) => reason), ["function-threw"]);
 * ```
 */
export class MapRows extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(change: (row: Row) => unknown, context: Context) {
    super();
    const { fates, emit } = context;
    this.inputs = [
      (key, row, ts, lane, window, revision) => {
        fates.in++;
        let changed: unknown = null;
        try {
          changed = row === null ? null : change(row);
        } catch (error) {
          context.dead("function-threw", textOf(error), key, row, ts);
          return;
        }
        if (row !== null && (typeof changed !== "object" || changed === null)) {
          context.dead(
            "no-row",
            `expected the function to answer with an object, got ${textOf(changed)}`,
            key,
            row,
            ts,
          );
          return;
        }
        fates.result++;
        emit(key, changed as Row | null, ts, lane, window, revision);
      },
    ];
  }
}

/** Picks fields, under new names. */
export const picking =
  (fields: { readonly [name: string]: string }) =>
  (row: Row): Row =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldOf(row, field)]));
