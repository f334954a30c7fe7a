import type { PlanNode } from "../../../src/core/plan.js";
import type { Traveller } from "./flow.js";
import type { Key } from "./outcome.js";
import type { Functions } from "./plan.js";

/** What a step without state makes of each row; `null` for a step that keeps state. */
export function stateless(node: PlanNode, functions: Functions): ((row: Traveller) => Traveller[]) | null {
  switch (node.op) {
    case "filter":
      return (one) => kept(one, compares(one.row?.[node.field], node.comparison, node.value));
    case "filterFunction":
      return (one) => kept(one, one.row !== null && Boolean(functions[node.name]!(one.row as never)));
    case "mapFunction":
      return (one) => [
        { ...one, row: one.row === null ? null : (functions[node.name]!(one.row as never) as Traveller["row"]) },
      ];
    case "select":
      return (one) => [
        {
          ...one,
          row:
            one.row === null
              ? null
              : Object.fromEntries(Object.entries(node.fields).map(([name, field]) => [name, one.row![field]])),
        },
      ];
    case "keyBy":
      return (one) => [{ ...one, key: one.row === null ? one.key : ((one.row[node.field] ?? null) as Key | null) }];
    default:
      return null;
  }
}

/** A revision that is not kept deletes what was kept before it. */
function kept(one: Traveller, isKept: boolean): Traveller[] {
  if (one.row === null || isKept) return [one];
  return one.revision > 0 ? [{ ...one, row: null }] : [];
}

function compares(value: unknown, comparison: string, wanted: unknown): boolean {
  if (comparison === "!=") return value !== wanted;
  if (typeof value !== typeof wanted) return false;
  const [a, b] = [value as number, wanted as number];
  switch (comparison) {
    case "=":
      return a === b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    default:
      throw new Error(`the model knows no comparison ${comparison}`);
  }
}
