import type { Plan, PlanNode } from "../plan.js";

/** What comes out of a step: events, events grouped by a key, a table, or nothing any more. */
export type Flavor = "stream" | "keyed" | "table" | "sink";

const nothing = { takes: [] as const };
const events: readonly Flavor[] = ["stream", "keyed"];
const keyed: readonly Flavor[] = ["keyed"];
const table: readonly Flavor[] = ["table"];

/** What each step takes, input by input, and gives; `same`: what it was given. */
const shapes: { readonly [Op in PlanNode["op"]]: { takes: readonly (readonly Flavor[])[]; gives: Flavor | "same" } } = {
  stream: { ...nothing, gives: "stream" },
  table: { ...nothing, gives: "table" },
  filter: { takes: [events], gives: "same" },
  filterFunction: { takes: [events], gives: "same" },
  lookup: { takes: [events], gives: "same" },
  mapFunction: { takes: [events], gives: "stream" },
  select: { takes: [events], gives: "stream" },
  keyBy: { takes: [events], gives: "keyed" },
  dedup: { takes: [keyed], gives: "keyed" },
  window: { takes: [keyed], gives: "stream" },
  aggregate: { takes: [keyed], gives: "table" },
  groupTable: { takes: [table], gives: "table" },
  joinStreams: { takes: [keyed, keyed], gives: "stream" },
  joinTable: { takes: [keyed, table], gives: "stream" },
  joinAsOf: { takes: [keyed, table], gives: "stream" },
  joinTables: { takes: [table, table], gives: "table" },
  joinForeignKey: { takes: [table, table], gives: "table" },
  sink: { takes: [["stream", "keyed", "table"]], gives: "sink" },
  tableMoves: { takes: [table], gives: "keyed" },
  groupMoves: { takes: [keyed], gives: "table" },
  foreignKeyLeft: { takes: [table, keyed], gives: "table" },
  foreignKeyRight: { takes: [keyed, table], gives: "keyed" },
  internalSource: { ...nothing, gives: "keyed" },
  internalSink: { takes: [["stream", "keyed", "table"]], gives: "sink" },
};

const called: { readonly [F in Flavor]: string } = {
  stream: "a stream",
  keyed: "a keyed stream",
  table: "a table",
  sink: "an output",
};

const wanted = (flavors: readonly Flavor[]): string => flavors.map((flavor) => called[flavor]).join(" or ");

const advice = (node: PlanNode, index: number, got: Flavor): string => {
  if (got === "stream" && shapes[node.op].takes[index] === keyed) return " Try: keyBy first";
  if (got === "sink") return " Try: branch off before the output";
  return "";
};

/** Each input must stand before its step, and be of a kind that the step takes. */
function inputProblems(node: PlanNode, flavors: ReadonlyMap<string, Flavor>): string[] {
  const where = `step "${node.id}"`;
  const { takes } = shapes[node.op];
  const problems =
    node.inputs.length === takes.length
      ? []
      : [`${where}: ${node.op} takes ${takes.length} inputs, got ${node.inputs.length}`];
  for (const [index, input] of node.inputs.entries()) {
    const got = flavors.get(input);
    const allowed = takes[index];
    if (got === undefined) {
      problems.push(`${where}: its input "${input}" does not stand before it in the plan`);
    } else if (allowed !== undefined && !allowed.includes(got)) {
      problems.push(
        `${where}: ${node.op} takes ${wanted(allowed)}, got ${called[got]} ("${input}").${advice(node, index, got)}`,
      );
    }
  }
  return problems;
}

function asOfProblems(node: PlanNode, nodes: ReadonlyMap<string, PlanNode>): string[] {
  const right = nodes.get(node.inputs[1] ?? "");
  if (node.op !== "joinAsOf" || right === undefined || (right.op === "table" && right.eventTime !== null)) return [];
  return [
    `step "${node.id}": a temporal join needs a table that keeps its versions by event time, "${right.id}" keeps none. Try: table("…", …, { key, eventTime: { field, outOfOrderness } })`,
  ];
}

function wayProblems(plan: Plan): string[] {
  const ops = new Set(plan.nodes.map((node) => node.op));
  const problems: string[] = [];
  if (!ops.has("stream") && !ops.has("table") && !ops.has("internalSource"))
    problems.push(`the plan reads nothing. Try: pipeline("${plan.name}").from("topic", schema)`);
  if (!ops.has("sink") && !ops.has("internalSink"))
    problems.push('the plan has no output. Try: end it with .to("topic")');
  return problems;
}

/** Problems of a plan's form: unknown steps, inputs that are missing or of the wrong kind, no way in, no way out. */
export function shapeProblems(plan: Plan): string[] {
  const problems: string[] = [];
  const flavors = new Map<string, Flavor>();
  const nodes = new Map<string, PlanNode>();
  for (const node of plan.nodes) {
    const where = `step "${node.id}"`;
    if (flavors.has(node.id)) problems.push(`${where}: two steps have this id. Try: another id for one of them`);
    if (!Object.hasOwn(shapes, node.op)) {
      problems.push(`${where}: expected one of ${Object.keys(shapes).join(", ")}, got op ${JSON.stringify(node.op)}`);
      flavors.set(node.id, "stream");
      continue;
    }
    problems.push(...inputProblems(node, flavors), ...asOfProblems(node, nodes));
    const { gives } = shapes[node.op];
    flavors.set(node.id, gives === "same" ? (flavors.get(node.inputs[0] ?? "") ?? "stream") : gives);
    nodes.set(node.id, node);
  }
  return [...problems, ...wayProblems(plan)];
}
