import type { Aggregates, EventTimeSpec, Plan, PlanNode, SelectedFields, TimeUnit } from "../plan.js";
import { emitProblem, windowProblem } from "./windows.js";

const comparisons: readonly string[] = ["=", "!=", "<", "<=", ">", ">="];
const units: readonly (TimeUnit | undefined)[] = [undefined, "seconds", "milliseconds", "microseconds"];
const kinds: readonly string[] = [
  "count",
  "sum",
  "min",
  "max",
  "mean",
  "first",
  "last",
  "collect",
  "topK",
  "countDistinct",
];

const atLeast = (what: string, value: number, least: number, unit = " ms", instead = "seconds(10)"): string[] =>
  Number.isSafeInteger(value) && value >= least
    ? []
    : [`${what} must be a whole number of ${least} or more, got ${value}${unit}. Try: ${instead}`];

function eventTimeProblems(time: EventTimeSpec): string[] {
  const { idleAfterMs, maxFutureMs, maxJumpMs, jumpConfirmations } = time;
  return [
    ...(units.includes(time.unit)
      ? []
      : [`expected unit seconds, milliseconds or microseconds, got ${JSON.stringify(time.unit)}`]),
    ...atLeast("outOfOrderness", time.outOfOrdernessMs, 0),
    ...(idleAfterMs === null ? [] : atLeast("idleAfter", idleAfterMs, 1)),
    ...(time.whenIdle === undefined || time.whenIdle === "close"
      ? []
      : [`whenIdle: expected "close" or nothing, got ${JSON.stringify(time.whenIdle)}`]),
    ...(time.whenIdle !== undefined && idleAfterMs === null
      ? ["whenIdle has nothing that says when an input is idle. Try: idleAfter beside it"]
      : []),
    ...(maxFutureMs === null ? [] : atLeast("maxFuture", maxFutureMs, 0)),
    ...(maxJumpMs === null ? [] : atLeast("maxJump", maxJumpMs, 1)),
    ...(jumpConfirmations === null ? [] : atLeast("jumpConfirmations", jumpConfirmations, 1, "", "3")),
    ...(jumpConfirmations !== null && maxFutureMs === null && maxJumpMs === null
      ? ["jumpConfirmations has nothing to confirm. Try: maxJump or maxFuture beside it"]
      : []),
  ];
}

function aggregateProblems(aggregates: Aggregates): string[] {
  if (Object.keys(aggregates).length === 0) return ["there is nothing to aggregate. Try: { events: count() }"];
  return Object.entries(aggregates).flatMap(([name, aggregate]) => {
    if (!kinds.includes(aggregate.kind)) {
      return [`"${name}": expected one of ${kinds.join(", ")}, got ${JSON.stringify(aggregate.kind)}`];
    }
    return aggregate.kind === "topK" ? atLeast(`"${name}": k of topK`, aggregate.k, 1, "", "10") : [];
  });
}

const joinKindProblems = (kind: string, allowed: readonly string[]): string[] =>
  allowed.includes(kind) ? [] : [`expected kind ${allowed.join(" or ")}, got ${JSON.stringify(kind)}`];

const empty = (what: string, fields: object): string[] =>
  Object.keys(fields).length > 0
    ? []
    : [`${what} names no field, so nothing would be left of a row. Try: name the fields that are to stay`];

function comparisonProblems({ comparison, value }: PlanNode & { readonly op: "filter" }): string[] {
  const scalar = typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  return [
    ...(comparisons.includes(comparison)
      ? []
      : [`expected one of ${comparisons.join(" ")}, got the comparison ${JSON.stringify(comparison)}`]),
    ...(scalar ? [] : [`a field is compared with a string, a finite number or a boolean, got ${String(value)}`]),
  ];
}

/** How far apart the two rows of a pair may be. */
function intervalProblems({ beforeMs, afterMs }: PlanNode & { readonly op: "joinStreams" }): string[] {
  if (!Number.isSafeInteger(beforeMs) || !Number.isSafeInteger(afterMs))
    return [`before and after must be whole numbers of milliseconds, got ${beforeMs} and ${afterMs}. Try: seconds(10)`];
  if (beforeMs + afterMs >= 0) return [];
  return [
    `no pair could ever match: right.ts − left.ts would have to lie between ${-beforeMs} ms and ${afterMs} ms. Try: before + after of 0 or more`,
  ];
}

const latenessProblems = ({ latenessMs }: { readonly latenessMs: number }): string[] =>
  atLeast("lateness", latenessMs, 0);

const selectProblems = ({ select }: { readonly select: SelectedFields }): string[] =>
  empty("the join's select", select);

function problemsOf(node: PlanNode): string[] {
  switch (node.op) {
    case "stream":
      return eventTimeProblems(node.eventTime);
    case "table":
      return node.eventTime === null ? [] : eventTimeProblems(node.eventTime);
    case "filter":
      return comparisonProblems(node);
    case "select":
      return empty("select", node.fields);
    case "lookup":
      return node.unmatched === "null" || node.unmatched === "dead"
        ? []
        : [`expected unmatched "null" or "dead", got ${JSON.stringify(node.unmatched)}`];
    case "dedup":
      return atLeast("the horizon", node.horizonMs, 1);
    case "window":
      return [
        ...[windowProblem(node.window), emitProblem(node.emit)].filter((problem) => problem !== null),
        ...latenessProblems(node),
        ...aggregateProblems(node.aggregates),
      ];
    case "aggregate":
    case "groupTable":
      return aggregateProblems(node.aggregates);
    case "joinStreams":
      return [
        ...joinKindProblems(node.kind, ["inner", "left", "outer"]),
        ...intervalProblems(node),
        ...latenessProblems(node),
        ...selectProblems(node),
      ];
    case "joinTables":
      return [...joinKindProblems(node.kind, ["inner", "left", "outer"]), ...selectProblems(node)];
    case "joinAsOf":
      return [...joinKindProblems(node.kind, ["inner", "left"]), ...latenessProblems(node), ...selectProblems(node)];
    case "joinTable":
    case "joinForeignKey":
      return [...joinKindProblems(node.kind, ["inner", "left"]), ...selectProblems(node)];
    default:
      return [];
  }
}

/** The fields that a step reads, and those that it gives its rows. In a plain object, `__proto__` is no field like others. */
function nameProblems(node: PlanNode): string[] {
  const named = [
    ...("aggregates" in node ? Object.entries(node.aggregates) : []).flatMap(([name, spec]) => [name, fieldIn(spec)]),
    ...("select" in node ? Object.entries(node.select) : []).flatMap(([name, { field }]) => [name, field]),
    ...("fields" in node ? Object.entries(node.fields).flat() : []),
    ...("as" in node ? [node.as, node.on] : []),
    "field" in node ? node.field : null,
    "key" in node ? node.key : null,
    "eventTime" in node ? fieldIn(node.eventTime ?? {}) : null,
  ];
  return named.includes("__proto__") ? ['a field cannot be called "__proto__". Try: another name'] : [];
}

const fieldIn = (spec: object): string | null => ("field" in spec ? String(spec.field) : null);

/** What is wrong inside each step: sizes, bounds, kinds, names. */
export const stepProblems = (plan: Plan): string[] =>
  plan.nodes.flatMap((node) =>
    [...problemsOf(node), ...nameProblems(node)].map((problem) => `step "${node.id}": ${problem}`),
  );
