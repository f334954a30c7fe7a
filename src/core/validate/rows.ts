import type { Aggregates, PlanNode } from "../plan.js";

/** The fields of the rows of a topic, where a schema tells. */
export type KnownFields = { readonly [topic: string]: readonly string[] };

/** What is known of the rows that leave a step: their fields (`null`: not known), and the field that groups them. */
export interface Rows {
  readonly fields: ReadonlySet<string> | null;
  readonly key: string | null;
}
export const unknown: Rows = { fields: null, key: null };

/** The fields that a window gives its rows besides their key and aggregates. */
export const windowBounds = ["windowStart", "windowEnd"] as const;

/** What a step makes of its rows; of a join, those of its left side. */
export function rowsAfter(node: PlanNode, rows: Rows, known: KnownFields): Rows {
  switch (node.op) {
    case "stream":
      return { fields: told(known, node.topic), key: null };
    case "table":
      return { fields: told(known, node.topic), key: node.key };
    case "internalSource":
      return { fields: null, key: node.field };
    case "filter":
    case "filterFunction":
    case "dedup":
    case "sink":
    case "internalSink":
      return rows;
    case "mapFunction":
    case "tableMoves":
    case "foreignKeyRight":
      return unknown;
    case "keyBy":
      return { ...rows, key: node.field };
    case "lookup":
      return { ...rows, fields: rows.fields === null ? null : new Set([...rows.fields, node.as]) };
    case "window":
      return { ...aggregated(rows.key, windowBounds, node.aggregates), key: null };
    case "aggregate":
      return aggregated(rows.key, [], node.aggregates);
    case "groupTable":
    case "groupMoves":
      return aggregated(node.field, [], node.aggregates);
    case "select":
      return selected(node.fields);
    case "joinStreams":
    case "joinTable":
    case "joinAsOf":
    case "joinTables":
    case "joinForeignKey":
    case "foreignKeyLeft":
      return selected(node.select);
  }
}

function told(known: KnownFields, topic: string): ReadonlySet<string> | null {
  const fields = Object.hasOwn(known, topic) ? known[topic] : undefined;
  return fields === undefined ? null : new Set(fields);
}

const selected = (select: object): Rows => ({ fields: new Set(Object.keys(select)), key: null });

const aggregated = (key: string | null, more: readonly string[], aggregates: Aggregates): Rows => ({
  fields: key === null ? null : new Set([key, ...more, ...Object.keys(aggregates)]),
  key,
});
