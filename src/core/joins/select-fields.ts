import type { Row } from "../operator.js";
import type { SelectedFields } from "../plan.js";

/** Makes the row of a pair. The fields of a side that is missing are `null`. */
export type SelectRow = (left: Row | null, right: Row | null) => Row;

/** Turns a join's selection of fields into the function that makes its rows. */
export function selectFields(select: SelectedFields): SelectRow {
  const names = Object.keys(select);
  const fields = names.map((name) => select[name]!.field);
  const fromLeft = names.map((name) => select[name]!.side === "left");
  // Rows are copies of one template, so that all have one shape and are fast to fill.
  const template: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
  return (left, right) => {
    const row = { ...template };
    for (let i = 0; i < names.length; i++) {
      const side = fromLeft[i] ? left : right;
      if (side !== null) row[names[i]!] = side[fields[i]!] ?? null;
    }
    return row;
  };
}
