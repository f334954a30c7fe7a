import { fieldOf } from "../field.js";
import { type Context, type Emit, type Row, StatelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { streamInput } from "../steps/stream-input.js";
import { shown } from "../text-of.js";

/**
 * Finds a row in a table that never changes, by one of the table's own keys.
 *
 * @param key the value to look for; `null` and `undefined` find nothing
 * @returns the row, or `null`; a row that is 0, "" or `false` is found like any other
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lookUp } from "tidemark";
 *
 * const fares = new Map([["adult", 12], ["infant", 0]]);
 * assert.equal(lookUp(fares, "infant"), 0);
 * assert.equal(lookUp(fares, "constructor"), null);
 * ```
 */
export function lookUp<K, R>(table: ReadonlyMap<K, R>, key: K | null | undefined): R | null {
  if (key === null || key === undefined) return null;
  return table.get(key) ?? null;
}

/** A look-up at its place in a plan: adds the found row to the event's under the name `as`. */
export class StaticLookupOperator extends StatelessOperator {
  readonly inputs: readonly Emit[];

  constructor(
    context: Context,
    node: Extract<PlanNode, { readonly op: "lookup" }>,
    table: ReadonlyMap<unknown, unknown>,
  ) {
    super();
    const { on, as, unmatched } = node;
    this.inputs = [
      streamInput(context, (key, row, ts, lane, window, revision) => {
        const found = lookUp(table, fieldOf(row, on));
        if (found === null && unmatched === "dead") {
          const message = `"${node.table}" has no row for ${on} = ${shown(fieldOf(row, on))}`;
          context.dead("unmatched", message, key, row, ts);
        } else {
          context.fates.result++;
          context.emit(key, { ...row, [as]: found } satisfies Row, ts, lane, window, revision);
        }
      }),
    ];
  }
}
