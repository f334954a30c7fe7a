import type { AggregateFields } from "../aggregates/aggregate-fields.js";
import { fieldOf } from "../field.js";
import type { Context, Emit, Key, Row } from "../operator.js";
import { keyOf, noKeyIn } from "../steps/key-by.js";
import { tableInput } from "./table-input.js";

/**
 * An input that reads the changelog of a table that is to be grouped: `take` gets each write with the group that its row is in
 * from now on, `null` for none. A row without a group, or with a value that cannot be aggregated, is a dead letter; it is taken all
 * the same, since it is no longer in the group that it was in.
 */
export function groupedInput(
  context: Context,
  field: string,
  fields: AggregateFields,
  take: (key: Key, group: Key | null, row: Row | null, ts: number) => void,
): Emit {
  return tableInput(context, (key, row, ts) => {
    const { group, dead } = readGroup(row, field, fields);
    if (dead === null) context.fates.result++;
    else context.dead(dead.reason, dead.message, key, row, ts);
    take(key, group, row, ts);
  });
}

/** The group that a write puts its row into, `null` for none, and why the row is a dead letter where it is one. */
function readGroup(
  row: Row | null,
  field: string,
  fields: AggregateFields,
): { readonly group: Key | null; readonly dead: { readonly reason: string; readonly message: string } | null } {
  if (row === null) return { group: null, dead: null };
  const group = keyOf(fieldOf(row, field)) ?? null;
  if (group === null) return { group, dead: { reason: "missing-key", message: noKeyIn(field, row) } };
  const wrong = fields.read(row);
  return wrong === null ? { group, dead: null } : { group: null, dead: { reason: "bad-value", message: wrong } };
}
