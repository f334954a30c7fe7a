import type { Aggregates, Plan, PlanNode, SelectedFields } from "../plan.js";

/** The fields of the rows of a topic, where a schema tells. */
export type KnownFields = { readonly [topic: string]: readonly string[] };

/** What is known of the rows that leave a step: their fields (`null`: not known), and the field that groups them. */
interface Rows {
  readonly fields: ReadonlySet<string> | null;
  readonly key: string | null;
}
const unknown: Rows = { fields: null, key: null };

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

const aggregated = (aggregates: Aggregates, rows: Rows): string[] =>
  Object.entries(aggregates).flatMap(([name, spec]) =>
    spec.kind === "count" ? [] : missing(spec.field, rows, `the aggregate "${name}"`),
  );

const joined = (select: SelectedFields, left: Rows, right: Rows): string[] =>
  Object.entries(select).flatMap(([name, { side, field }]) =>
    missing(field, side === "left" ? left : right, `"${name}" of the ${side} side`),
  );

/** What the step makes of its rows, and which fields it names that are not there. */
function follow(node: PlanNode, inputs: readonly Rows[], known: KnownFields): { rows: Rows; problems: string[] } {
  const [rows = unknown, right = unknown] = inputs;
  const grouped = (key: string | null, ...names: string[]): Rows => ({
    fields: key === null ? null : new Set([key, ...names]),
    key,
  });
  switch (node.op) {
    case "stream":
    case "table": {
      const told = Object.hasOwn(known, node.topic) ? known[node.topic] : undefined;
      const read: Rows = { fields: told === undefined ? null : new Set(told), key: null };
      return {
        rows: { fields: read.fields, key: node.op === "table" ? node.key : null },
        problems: [
          ...(node.eventTime === null ? [] : missing(node.eventTime.field, read, "eventTime")),
          ...(node.key === null ? [] : missing(node.key, read, "key")),
        ],
      };
    }
    case "groupMoves":
      return { rows: grouped(node.field, ...Object.keys(node.aggregates)), problems: [] };
    case "foreignKeyLeft":
      return { rows: { fields: new Set(Object.keys(node.select)), key: null }, problems: [] };
    case "tableMoves":
    case "foreignKeyRight":
      return { rows: unknown, problems: [] };
    case "internalSource":
      return { rows: { fields: null, key: node.field }, problems: [] };
    case "filter":
      return { rows, problems: missing(node.field, rows, "filter") };
    case "mapFunction":
      return { rows: unknown, problems: [] };
    case "select":
      return {
        rows: { fields: new Set(Object.keys(node.fields)), key: null },
        problems: Object.values(node.fields).flatMap((field) => missing(field, rows, "select")),
      };
    case "lookup":
      return {
        rows: { ...rows, fields: rows.fields === null ? null : new Set([...rows.fields, node.as]) },
        problems: [
          ...missing(node.on, rows, "lookup"),
          ...(rows.fields?.has(node.as) === true
            ? [`the rows have a field "${node.as}" already. Try: another name`]
            : []),
        ],
      };
    case "keyBy":
      return { rows: { ...rows, key: node.field }, problems: missing(node.field, rows, "keyBy") };
    case "dedup":
      return { rows, problems: missing(node.field, rows, "dedup") };
    case "window": {
      const names = Object.keys(node.aggregates);
      return {
        rows: { ...grouped(rows.key, "windowStart", "windowEnd", ...names), key: null },
        problems: [
          ...aggregated(node.aggregates, rows),
          ...taken(names, ["windowStart", "windowEnd", ...(rows.key === null ? [] : [rows.key])]),
        ],
      };
    }
    case "aggregate":
    case "groupTable": {
      const names = Object.keys(node.aggregates);
      const key = node.op === "aggregate" ? rows.key : node.field;
      return {
        rows: grouped(key, ...names),
        problems: [
          ...(node.op === "groupTable" ? missing(node.field, rows, "groupBy") : []),
          ...aggregated(node.aggregates, rows),
          ...taken(names, key === null ? [] : [key]),
        ],
      };
    }
    case "joinStreams":
    case "joinTable":
    case "joinAsOf":
    case "joinTables":
    case "joinForeignKey":
      return {
        rows: { fields: new Set(Object.keys(node.select)), key: null },
        problems: [
          ...(node.op === "joinForeignKey" ? missing(node.field, rows, "on") : []),
          ...joined(node.select, rows, right),
        ],
      };
    default:
      return { rows, problems: [] };
  }
}

/** Fields that a step names and its rows lack, as far as the rows are known: after a function nothing is. */
export function fieldProblems(plan: Plan, known: KnownFields): string[] {
  const rowsOf = new Map<string, Rows>();
  return plan.nodes.flatMap((node) => {
    const { rows, problems } = follow(
      node,
      node.inputs.map((input) => rowsOf.get(input) ?? unknown),
      known,
    );
    rowsOf.set(node.id, rows);
    return problems.map((problem) => `step "${node.id}": ${problem}`);
  });
}
