import type { Aggregates, Plan, PlanNode, SelectedFields } from "../plan.js";
import { type KnownFields, type Rows, rowsAfter, unknown, windowBounds } from "./rows.js";

const list = (fields: ReadonlySet<string>): string => [...fields].join(", ");

const missing = (field: string, rows: Rows, use: string): string[] =>
  rows.fields === null || rows.fields.has(field)
    ? []
    : [`${use} names the field "${field}", which its rows do not have. They have: ${list(rows.fields)}`];

const taken = (names: readonly string[], own: readonly string[]): string[] =>
  names
    .filter((name) => own.includes(name))
    .map(
      (name) =>
        `the name "${name}" is taken by ${name.startsWith("window") ? "the window" : "the key"}. Try: another name`,
    );

/** @param own the fields that the step gives its rows besides the aggregates */
const aggregated = (aggregates: Aggregates, rows: Rows, own: readonly (string | null)[]): string[] => [
  ...Object.entries(aggregates).flatMap(([name, spec]) =>
    spec.kind === "count" ? [] : missing(spec.field, rows, `the aggregate "${name}"`),
  ),
  ...taken(
    Object.keys(aggregates),
    own.filter((name) => name !== null),
  ),
];

const joined = (select: SelectedFields, left: Rows, right: Rows): string[] =>
  Object.entries(select).flatMap(([name, { side, field }]) =>
    missing(field, side === "left" ? left : right, `"${name}" of the ${side} side`),
  );

const lookedUp = (node: PlanNode & { readonly op: "lookup" }, rows: Rows): string[] => [
  ...missing(node.on, rows, "lookup"),
  ...(rows.fields?.has(node.as) === true ? [`the rows have a field "${node.as}" already. Try: another name`] : []),
];

/**
 * Which fields a step names that are not there.
 *
 * @param after what it makes of its rows; of a source, what it reads
 */
function problemsOf(node: PlanNode, [rows = unknown, right = unknown]: readonly Rows[], after: Rows): string[] {
  switch (node.op) {
    case "stream":
    case "table":
      return [
        ...(node.eventTime === null ? [] : missing(node.eventTime.field, after, "eventTime")),
        ...(node.key === null ? [] : missing(node.key, after, "key")),
      ];
    case "filter":
    case "keyBy":
    case "dedup":
      return missing(node.field, rows, node.op);
    case "select":
      return Object.values(node.fields).flatMap((field) => missing(field, rows, "select"));
    case "lookup":
      return lookedUp(node, rows);
    case "window":
      return aggregated(node.aggregates, rows, [...windowBounds, rows.key]);
    case "aggregate":
      return aggregated(node.aggregates, rows, [rows.key]);
    case "groupTable":
      return [...missing(node.field, rows, "groupBy"), ...aggregated(node.aggregates, rows, [node.field])];
    case "joinStreams":
    case "joinTable":
    case "joinAsOf":
    case "joinTables":
      return joined(node.select, rows, right);
    case "joinForeignKey":
      return [...missing(node.field, rows, "on"), ...joined(node.select, rows, right)];
    default:
      return [];
  }
}

/** Fields that a step names and its rows lack, as far as the rows are known: after a function nothing is. */
export function fieldProblems(plan: Plan, known: KnownFields): string[] {
  const rowsOf = new Map<string, Rows>();
  return plan.nodes.flatMap((node) => {
    const inputs = node.inputs.map((input) => rowsOf.get(input) ?? unknown);
    const after = rowsAfter(node, inputs[0] ?? unknown, known);
    rowsOf.set(node.id, after);
    return problemsOf(node, inputs, after).map((problem) => `step "${node.id}": ${problem}`);
  });
}
