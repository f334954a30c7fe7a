import type { Pipeline } from "./pipeline.js";
import type { Plan, PlanNode } from "./plan.js";
import { PlanError, validate } from "./validate.js";

/** A part of a plan whose tasks, one for each partition, need nothing of each other's. */
export interface Stage {
  /** Unique in the plan and stable: it names changelogs and transactions. */
  readonly id: string;
  readonly pipeline: Pipeline;
  /** The users' topics that it reads. */
  readonly topics: readonly string[];
  /** The internal topics that it reads, and those that it writes. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

type Nodes = readonly PlanNode[];

/**
 * Cuts a plan wherever rows are grouped by another key than the one their topic is partitioned by: the part before sends
 * them to an internal topic by their new key, the part after reads them back. What needs no cut stays whole.
 *
 * Rule: the repartition topics of Kafka Streams. Grouping by the declared key of a topic (`from(topic, schema, { key })`)
 * needs none, nor does anything on topics with a single partition.
 *
 * @param partitions how many partitions each topic of the plan has
 * @returns the stages, each after those whose internal topics it reads
 * @throws PlanError for a join of topics with different numbers of partitions, and for steps that cannot be distributed:
 * rows of a table regrouped or joined by another key
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, pipeline, seconds, split, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const perShop = pipeline("per-shop")
 *   .from("sales", z.object({ at: z.number(), shop: z.string() }))
 *   .eventTime("at", { outOfOrderness: seconds(5) })
 *   .keyBy("shop")
 *   .window(tumbling(seconds(60)))
 *   .aggregate({ sales: count() })
 *   .to("sales-per-shop");
 *
 * assert.equal(split(perShop, { sales: 1 }).length, 1);
 * assert.deepEqual(split(perShop, { sales: 4 }).map(({ topics, reads }) => [...topics, ...reads]), [["sales"], ["per-shop-key-by-shop"]]);
 * ```
 */
export function split(pipeline: Pipeline, partitions: { readonly [topic: string]: number }): readonly Stage[] {
  const { plan } = pipeline;
  validate(plan, { partitions });
  const several = plan.nodes.some((node) => isSource(node) && (partitions[node.topic] ?? 1) > 1);
  const cuts = several ? plan.nodes.filter((node) => node.op === "keyBy" && needsCut(plan, node)) : [];
  if (several) refuseRegroupedTables(plan);
  const nodes = plan.nodes.flatMap((node) => (cuts.includes(node) ? cut(plan, node) : [node]));
  return components(nodes).map((part) => stage(pipeline, part));
}

const isSource = (node: PlanNode): node is PlanNode & { op: "stream" | "table" } =>
  node.op === "stream" || node.op === "table";

/** Whether what follows needs equal keys together, and they are not so already. */
function needsCut(plan: Plan, keyBy: PlanNode): boolean {
  return gathers(plan, keyBy) && partitionKey(plan, keyBy.inputs[0]!) !== (keyBy as { field: string }).field;
}

const stateless: ReadonlySet<PlanNode["op"]> = new Set(["filter", "filterFunction", "mapFunction", "select", "lookup"]);

/** Whether a step that keeps state by key comes after. */
function gathers(plan: Plan, node: PlanNode): boolean {
  return plan.nodes
    .filter((other) => other.inputs.includes(node.id))
    .some((other) => (stateless.has(other.op) ? gathers(plan, other) : other.op !== "sink" && other.op !== "keyBy"));
}

/** The field that rows are partitioned by here; `null` where nothing is known. */
function partitionKey(plan: Plan, id: string): string | null {
  const node = plan.nodes.find((candidate) => candidate.id === id)!;
  if (isSource(node)) return node.key;
  if (node.op === "keyBy")
    return needsCut(plan, node) || gathers(plan, node) ? node.field : partitionKey(plan, node.inputs[0]!);
  const keeps = ["filter", "filterFunction", "lookup", "dedup", "window", "aggregate"].includes(node.op);
  return keeps ? partitionKey(plan, node.inputs[0]!) : null;
}

/** The two sides of a cut. The far one has the id of the step that it stands for, so that what follows finds it. */
function cut(plan: Plan, keyBy: PlanNode): PlanNode[] {
  const topic = `${plan.name}-${keyBy.id}`;
  const { field } = keyBy as { field: string };
  const near = `${keyBy.id}-before`;
  return [
    { ...keyBy, id: near },
    { id: `to-${topic}`, inputs: [near], op: "internalSink", topic },
    { id: keyBy.id, inputs: [], op: "internalSource", topic, field },
  ];
}

/** Nodes that hang together, in the plan's order. */
function components(nodes: Nodes): Nodes[] {
  const rootOf = new Map(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => (rootOf.get(id) === id ? id : find(rootOf.get(id)!));
  for (const { id, inputs } of nodes) for (const input of inputs) rootOf.set(find(input), find(id));
  const parts = new Map<string, PlanNode[]>();
  for (const node of nodes) {
    const root = find(node.id);
    parts.set(root, [...(parts.get(root) ?? []), node]);
  }
  return upstreamFirst([...parts.values()]);
}

function upstreamFirst(parts: Nodes[]): Nodes[] {
  const sorted: Nodes[] = [];
  const written = (): Set<string> => new Set(sorted.flatMap((part) => topics(part, "internalSink")));
  while (sorted.length < parts.length) {
    const before = written();
    const next = parts.find(
      (part) => !sorted.includes(part) && topics(part, "internalSource").every((topic) => before.has(topic)),
    );
    sorted.push(next!);
  }
  return sorted;
}

const topics = (nodes: Nodes, ...ops: PlanNode["op"][]): string[] =>
  nodes.flatMap((node) => (ops.includes(node.op) && "topic" in node ? [node.topic] : []));

function stage(pipeline: Pipeline, nodes: Nodes): Stage {
  const reads = topics(nodes, "internalSource");
  return {
    id: [...topics(nodes, "stream", "table"), ...reads].join("+"),
    pipeline: { ...pipeline, plan: { ...pipeline.plan, nodes } },
    topics: topics(nodes, "stream", "table"),
    reads,
    writes: topics(nodes, "internalSink"),
  };
}

function refuseRegroupedTables(plan: Plan): void {
  const problems = plan.nodes
    .filter(({ op }) => op === "groupTable" || op === "joinForeignKey")
    .map(
      ({ id }) =>
        `step "${id}": a table is regrouped by another key than its topic's, which is not distributed over several partitions. Try: one partition for the topics that it reads`,
    );
  if (problems.length > 0) throw new PlanError(plan.name, problems);
}
