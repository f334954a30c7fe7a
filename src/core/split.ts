import { holdOf } from "./compile.js";
import type { Pipeline } from "./pipeline.js";
import type { Plan, PlanNode } from "./plan.js";
import { components, topicsOf, topicsRead, topicsWritten } from "./split/components.js";
import { cut } from "./split/cuts.js";
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
  /** By internal topic that it writes: the one that it reads whose lanes the rows keep; `null` where a task has one lane. */
  readonly lanesFrom: { readonly [topic: string]: string | null };
}

/**
 * Cuts a plan wherever rows are grouped by another key than the one their topic is partitioned by: the part before sends
 * them to an internal topic by their new key, the part after reads them back. What needs no cut stays whole.
 *
 * A table's rows are regrouped by telling old and new groups what became of each; a foreign-key join asks the partitions of
 * its right table, and is answered.
 *
 * Rule: the repartition topics of Kafka Streams, and its foreign-key joins (KIP-213). Grouping by the declared key of a topic
 * (`from(topic, schema, { key })`) needs none, nor does anything on topics with a single partition.
 *
 * @param partitions how many partitions each topic of the plan has
 * @returns the stages, each after those whose internal topics it reads; only the answers of foreign-key joins lead back
 * @throws PlanError for topics with different numbers of partitions whose rows must meet
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, pipeline, seconds, tumbling } from "tidemark";
 * import { split } from "tidemark/core";
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
  const several = topicsOf(plan.nodes).some((topic) => (partitions[topic] ?? 1) > 1);
  const nodes = several ? plan.nodes.flatMap((node) => cut(plan, node)) : plan.nodes;
  const stages = components(nodes).map((part) => stage(pipeline, part));
  refuseUnequal(plan, stages, partitions);
  return stages;
}

function stage(pipeline: Pipeline, nodes: readonly PlanNode[]): Stage {
  const topics = topicsOf(nodes);
  const reads = topicsRead(nodes);
  const writes = topicsWritten(nodes);
  return {
    id: [...topics, ...reads].join("+"),
    pipeline: { ...pipeline, plan: { ...pipeline.plan, nodes } },
    topics,
    reads,
    writes,
    lanesFrom: Object.fromEntries(writes.map((topic) => [topic, lanesOf(nodes, topic)])),
  };
}

/** Where the lanes of the rows come from that go to an internal topic. */
function lanesOf(nodes: readonly PlanNode[], topic: string): string | null {
  const nodeOf = (id: string | undefined): PlanNode | undefined => nodes.find((node) => node.id === id);
  let node = nodes.find((candidate) => candidate.op === "internalSink" && candidate.topic === topic);
  while (node !== undefined && node.op !== "internalSource")
    node = holdOf(node) === null ? nodeOf(node.inputs[0]) : undefined;
  return node?.topic ?? null;
}

/** What a stage reads together, it reads partition by partition. */
function refuseUnequal(plan: Plan, stages: readonly Stage[], partitions: { readonly [topic: string]: number }): void {
  const problems = stages.flatMap(({ topics }) => {
    const known = topics.filter((topic) => partitions[topic] !== undefined);
    if (new Set(known.map((topic) => partitions[topic])).size < 2) return [];
    const counts = known.map((topic) => `"${topic}" has ${partitions[topic]}`).join(", ");
    return [`rows of these topics must meet, but their partitions do not: ${counts}. Try: as many partitions for each`];
  });
  if (problems.length > 0) throw new PlanError(plan.name, problems);
}
