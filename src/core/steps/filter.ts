import { type Context, type Emit, type Row, StatelessOperator } from "../operator.js";
import type { Comparison, Scalar } from "../plan.js";
import { textOf } from "../text-of.js";

/** Whether a field's value compares as asked. Values of another type than asked compare as unequal only. */
export function compares(value: unknown, comparison: Comparison, wanted: Scalar): boolean {
  if (comparison === "!=") return value !== wanted;
  if (typeof value !== typeof wanted) return false;
  const scalar = value as Scalar;
  switch (comparison) {
    case "=":
      return scalar === wanted;
    case "<":
      return scalar < wanted;
    case "<=":
      return scalar <= wanted;
    case ">":
      return scalar > wanted;
    case ">=":
      return scalar >= wanted;
  }
}

/**
 * Passes the rows for which `keep` answers true. Deletions pass, and a revised result that is not kept passes as a deletion:
 * downstream may hold the one before it. A function that throws makes a dead letter. (A table's filter in Kafka Streams
 * deletes likewise.)
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis, pipeline, run } from "tidemark";
 * import { z } from "zod";
 *
 * const hot = pipeline("hot")
 *   .from("readings", z.object({ at: z.number(), celsius: z.number() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .filter("celsius", ">", 30)
 *   .to("hot-readings");
 *
 * const { results, counters } = run(hot, [30, 31].map((celsius, at) => ({ at, celsius })));
 * assert.deepEqual(results.map(({ row }) => row?.celsius), [31]);
 * assert.equal(counters["filter-celsius"]?.filtered, 1);
 * ```
 */
export class Filter extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(keep: (row: Row) => boolean, context: Context) {
    super();
    const { fates, emit } = context;
    this.inputs = [
      (key, row, ts, lane, window, revision) => {
        fates.in++;
        let kept = true;
        try {
          kept = row === null || keep(row);
        } catch (error) {
          context.dead("function-threw", textOf(error), key, row, ts);
          return;
        }
        if (kept) {
          fates.result++;
          emit(key, row, ts, lane, window, revision);
          return;
        }
        fates.filtered++;
        if (revision > 0) emit(key, null, ts, lane, window, revision);
      },
    ];
  }
}
