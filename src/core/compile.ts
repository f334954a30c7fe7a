import { copyRow } from "./copy-row.js";
import { Dedup } from "./dedup.js";
import { fieldOf } from "./field.js";
import { StaticLookupOperator } from "./joins/static-lookup.js";
import { joinHoldMs } from "./joins/stream-stream-join.js";
import { StreamStreamJoinOperator } from "./joins/stream-stream-join-operator.js";
import { StreamTableJoinOperator } from "./joins/stream-table-join-operator.js";
import { TemporalJoinOperator } from "./joins/temporal-join-operator.js";
import type { Context, Operator, Row } from "./operator.js";
import type { Pipeline } from "./pipeline.js";
import type { Plan, PlanNode } from "./plan.js";
import type { Sink } from "./result.js";
import { sharesRows } from "./shares-rows.js";
import { compares, Filter } from "./steps/filter.js";
import { KeyBy } from "./steps/key-by.js";
import { MapRows, picking } from "./steps/map-rows.js";
import { Send, SendInternal } from "./steps/send.js";
import { ForeignKeyLeftOperator } from "./tables/foreign-key-left-operator.js";
import { ForeignKeyRightOperator } from "./tables/foreign-key-right-operator.js";
import { GroupTableOperator } from "./tables/group-table-operator.js";
import { RunningAggregateOperator } from "./tables/running-aggregate-operator.js";
import { foreignKeyJoinOperator, tableTableJoinOperator } from "./tables/table-join-operator.js";
import { TableMoves } from "./tables/table-moves.js";
import { TableOperator } from "./tables/table-operator.js";
import { HalfOpenWindows } from "./windows/half-open.js";
import { SessionWindows } from "./windows/session.js";
import { SlidingWindows } from "./windows/sliding.js";

/** What a node becomes: the table of operators. Sources are no operators; a table's source feeds its operator. */
export function createOperator(node: PlanNode, context: Context, pipeline: Pipeline, sink: Sink): Operator | null {
  const { plan } = pipeline;
  const functions = pipeline.functions as { readonly [name: string]: (row: unknown) => unknown };
  switch (node.op) {
    case "stream":
    case "internalSource":
      return null;
    case "filter":
      return new Filter((row) => compares(fieldOf(row, node.field), node.comparison, node.value), context);
    case "filterFunction": {
      const keep = ownRow(plan, node, functions[node.name]!);
      return new Filter((row) => Boolean(keep(row)), context);
    }
    case "mapFunction":
      return new MapRows(ownRow(plan, node, functions[node.name]!), context);
    case "select":
      return new MapRows(picking(node.fields), context);
    case "keyBy":
      return new KeyBy(node.field, context);
    case "dedup":
      return new Dedup(node.field, node.horizonMs, keyFieldOf(plan, node) !== node.field, context);
    case "window":
      return createWindows(node, keyFieldOf(plan, node), context);
    case "aggregate":
      return new RunningAggregateOperator(context, node, keyFieldOf(plan, node));
    case "table":
      return new TableOperator(context);
    case "groupTable":
    case "groupMoves":
      return new GroupTableOperator(context, node);
    case "tableMoves":
      return new TableMoves(context, node);
    case "lookup":
      return new StaticLookupOperator(context, node, pipeline.tables[node.table]!);
    case "joinTable":
      return new StreamTableJoinOperator(context, node, shareSource(plan, node));
    case "joinAsOf":
      return new TemporalJoinOperator(context, node);
    case "joinStreams":
      return new StreamStreamJoinOperator(context, node);
    case "joinTables":
      return tableTableJoinOperator(context, node);
    case "joinForeignKey":
      return foreignKeyJoinOperator(context, node);
    case "foreignKeyLeft":
      return new ForeignKeyLeftOperator(context, node, sink);
    case "foreignKeyRight":
      return new ForeignKeyRightOperator(context);
    case "sink":
      return new Send(node.topic, sink, context);
    case "internalSink":
      return new SendInternal(node.topic, sink, context);
  }
}

/** A function that may change what it is given: where others have the row too, it is given a copy. */
const ownRow = (plan: Plan, node: PlanNode, fn: (row: unknown) => unknown): ((row: unknown) => unknown) =>
  sharesRows(plan, node) ? (row) => fn(copyRow(row as Row)) : fn;

function createWindows(node: PlanNode & { op: "window" }, keyField: string | null, context: Context): Operator {
  const { window } = node;
  switch (window.kind) {
    case "tumbling":
      return new HalfOpenWindows({ ...node, ...window, hopMs: window.sizeMs }, keyField, context);
    case "hopping":
      return new HalfOpenWindows({ ...node, ...window }, keyField, context);
    case "sliding":
      return new SlidingWindows({ ...node, ...window }, keyField, context);
    case "session":
      return new SessionWindows({ ...node, ...window }, keyField, context);
  }
}

/**
 * How far a node's results may lie behind the watermark that lets them go, in milliseconds; `null` for a node whose rows
 * keep the lane that they came with. What follows a node must wait for that much longer.
 */
export function holdOf(node: PlanNode): number | null {
  switch (node.op) {
    case "window":
      // a half-open window's result is at end − 1; sessions and sliding windows have the time of their last event
      return node.window.kind === "session"
        ? node.window.gapMs
        : node.window.kind === "sliding"
          ? node.window.differenceMs
          : 0;
    case "joinStreams":
      return joinHoldMs(node);
    case "joinAsOf":
      return node.latenessMs;
    // a table's rows need no lane of their origin: one says when both inputs are done
    case "joinTables":
    case "joinForeignKey":
    case "tableMoves":
    case "foreignKeyLeft":
    case "foreignKeyRight":
      return 0;
    default:
      return null;
  }
}

const nodeOf = (plan: Plan, id: string): PlanNode => plan.nodes.find((node) => node.id === id)!;

/** The field under which the key stands in a node's rows; `null` where it is the record's own key. */
function keyFieldOf(plan: Plan, node: PlanNode): string | null {
  for (let at = node; ; at = nodeOf(plan, at.inputs[0]!)) {
    if (at.op === "keyBy" || at.op === "groupTable" || at.op === "groupMoves" || at.op === "internalSource")
      return at.field;
    if (at.op === "stream" || at.op === "table") return at.key;
    if (at.inputs.length !== 1) return null;
  }
}

const tables: ReadonlySet<PlanNode["op"]> = new Set([
  "table",
  "aggregate",
  "groupTable",
  "groupMoves",
  "joinTables",
  "joinForeignKey",
  "foreignKeyLeft",
]);

/** Whether a node's rows are changes of a table: a later one of a key replaces the one before. */
export const isTable = (node: PlanNode): boolean => tables.has(node.op);

/** Whether the two inputs of a join come from a common source, so that one record may reach both. */
function shareSource(plan: Plan, node: PlanNode): boolean {
  const above = (id: string): string[] => [id, ...nodeOf(plan, id).inputs.flatMap(above)];
  const left = new Set(above(node.inputs[0]!));
  return above(node.inputs[1]!).some((id) => left.has(id));
}
