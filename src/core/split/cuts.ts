import type { Plan, PlanNode } from "../plan.js";

type Node<Op extends PlanNode["op"]> = Extract<PlanNode, { readonly op: Op }>;

/**
 * The nodes that stand for one where the plan is cut there: itself, where it needs no cut. The one that gives the result has the
 * id of the node that it stands for, so that what follows finds it.
 */
export function cut(plan: Plan, node: PlanNode): readonly PlanNode[] {
  switch (node.op) {
    case "keyBy":
      return gathers(plan, node) && !isPartitionedBy(plan, node, node.field) ? cutKeyBy(plan, node) : [node];
    case "groupTable":
      return isPartitionedBy(plan, node, node.field) ? [node] : cutGroupTable(plan, node);
    case "joinForeignKey":
      return cutForeignKeyJoin(plan, node);
    default:
      return [node];
  }
}

const stateless: ReadonlySet<PlanNode["op"]> = new Set(["filter", "filterFunction", "mapFunction", "select", "lookup"]);

/** Whether a step that keeps state by key comes after. */
function gathers(plan: Plan, node: PlanNode): boolean {
  return plan.nodes
    .filter((other) => other.inputs.includes(node.id))
    .some((other) => (stateless.has(other.op) ? gathers(plan, other) : other.op !== "sink" && other.op !== "keyBy"));
}

const isPartitionedBy = (plan: Plan, { inputs }: PlanNode, field: string): boolean =>
  partitionKey(plan, inputs[0]!) === field;

/** The field that rows are partitioned by here; `null` where nothing is known. */
function partitionKey(plan: Plan, id: string): string | null {
  const node = plan.nodes.find((candidate) => candidate.id === id)!;
  switch (node.op) {
    case "stream":
    case "table":
      return node.key;
    case "groupTable":
      return node.field;
    case "keyBy":
      return gathers(plan, node) ? node.field : partitionKey(plan, node.inputs[0]!);
    case "filter":
    case "filterFunction":
    case "lookup":
    case "dedup":
    case "window":
    case "aggregate":
      return partitionKey(plan, node.inputs[0]!);
    default:
      return null;
  }
}

/** Behind a cut the watermark follows the clock as far behind it as the slowest of the topics before the cut. */
function closing(plan: Plan, node: PlanNode): { readonly closeAfterMs?: number } {
  const above = (id: string): readonly PlanNode[] => {
    const up = plan.nodes.find((candidate) => candidate.id === id)!;
    return [up, ...up.inputs.flatMap(above)];
  };
  const waits = node.inputs.flatMap(above).flatMap((up) => {
    const eventTime = up.op === "stream" || up.op === "table" ? up.eventTime : null;
    return eventTime?.whenIdle === "close" ? [eventTime.idleAfterMs ?? 0] : [];
  });
  return waits.length === 0 ? {} : { closeAfterMs: Math.max(...waits) };
}

/** Rows travel by their new key. */
function cutKeyBy(plan: Plan, node: Node<"keyBy">): readonly PlanNode[] {
  const { id, field } = node;
  const topic = `${plan.name}-${id}`;
  const near = `${id}-before`;
  return [
    { ...node, id: near },
    { id: `to-${topic}`, inputs: [near], op: "internalSink", topic },
    { id, inputs: [], op: "internalSource", topic, field, ...closing(plan, node) },
  ];
}

/** A row's partition tells the partitions of its old and its new group. */
function cutGroupTable(plan: Plan, { id, inputs, field, aggregates }: Node<"groupTable">): readonly PlanNode[] {
  const topic = `${plan.name}-${id}`;
  const near = `${id}-before`;
  const moves = `${id}-moves`;
  return [
    { id: near, inputs, op: "tableMoves", field, aggregates },
    { id: `to-${topic}`, inputs: [near], op: "internalSink", topic },
    { id: moves, inputs: [], op: "internalSource", topic, field },
    { id, inputs: [moves], op: "groupMoves", field, aggregates },
  ];
}

/** The left table asks by foreign key and is answered by its own: the only topic that leads back to an earlier stage. */
function cutForeignKeyJoin(plan: Plan, node: Node<"joinForeignKey">): readonly PlanNode[] {
  const { id, inputs, field, kind, select } = node;
  const [left, right] = inputs as [string, string];
  const asked = `${plan.name}-${id}-subscriptions`;
  const answered = `${plan.name}-${id}-answers`;
  const subscriptions = `${id}-subscriptions`;
  const answers = `${id}-answers`;
  const answering = `${id}-right`;
  return [
    { id: subscriptions, inputs: [], op: "internalSource", topic: asked, field },
    { id: answering, inputs: [subscriptions, right], op: "foreignKeyRight" },
    { id: `to-${answered}`, inputs: [answering], op: "internalSink", topic: answered },
    { id: answers, inputs: [], op: "internalSource", topic: answered, field: "key" },
    { id, inputs: [left, answers], op: "foreignKeyLeft", topic: asked, field, kind, select },
  ];
}
