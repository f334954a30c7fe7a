import { describeStep } from "./explain/describe-step.js";
import type { Plan, PlanNode } from "./plan.js";
import { requirePipeline } from "./require-pipeline.js";

const outlets = (plan: Plan): readonly (readonly [string, string | null])[] => [
  ["late events", plan.late],
  ["dead letters", plan.dead],
];

const text = (plan: Plan): string => {
  const head = (node: PlanNode): string =>
    node.inputs.length === 0 ? node.id : `${node.id} ← ${node.inputs.join(", ")}`;
  const width = Math.max(0, ...plan.nodes.map((node) => head(node).length));
  return [
    plan.name,
    ...plan.nodes.map((node) => `  ${head(node).padEnd(width)}  ${describeStep(node)}`),
    ...outlets(plan).map(
      ([what, topic]) => `  ${what}: ${topic === null ? "counted, written nowhere" : `topic ${topic}`}`,
    ),
  ].join("\n");
};

/** Mermaid's own escapes; everything else may stand between quotes. */
const quoted = (label: string): string =>
  `"${label.replace(/[#&<>"`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;

const mermaid = (plan: Plan): string => {
  const name = new Map(plan.nodes.map((node, index) => [node.id, `n${index}`]));
  const shape = (node: PlanNode): string => {
    const label = quoted(`${node.id}\n${describeStep(node)}`).replace("\n", "<br/>");
    return node.op === "stream" || node.op === "table" || node.op === "sink" ? `[(${label})]` : `[${label}]`;
  };
  return [
    "flowchart TD",
    ...plan.nodes.map((node) => `  ${name.get(node.id)}${shape(node)}`),
    ...plan.nodes.flatMap((node) => node.inputs.map((input) => `  ${name.get(input)} --> ${name.get(node.id)}`)),
    ...outlets(plan).flatMap(([what, topic], index) =>
      topic === null ? [] : [`  kind${index}[${quoted(what)}] -.-> outlet${index}[(${quoted(topic)})]`],
    ),
  ].join("\n");
};

/**
 * A plan for people: what it reads, does and writes, step by step.
 *
 * @param what a plan, or a pipeline
 * @param format "text" (the default), or "mermaid" for a flowchart that GitHub and JupyterLab draw
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { explain, pipeline, seconds } from "tidemark";
 * import { z } from "zod";
 *
 * const hot = pipeline("hot")
 *   .from("readings", z.object({ at: z.number(), celsius: z.number() }))
 *   .eventTime("at", { outOfOrderness: seconds(5) })
 *   .filter("celsius", ">", 90)
 *   .to("alarms");
 *
 * assert.equal(
 *   explain(hot),
 *   `hot
 *   readings                    read events of topic readings; event time at, up to 5 s out of order
 *   filter-celsius ← readings   keep rows where celsius > 90
 *   to-alarms ← filter-celsius  write to topic alarms
 *   late events: counted, written nowhere
 *   dead letters: counted, written nowhere`,
 * );
 * ```
 */
export function explain(what: Plan | { readonly plan: Plan }, format: "text" | "mermaid" = "text"): string {
  const plan = "plan" in Object(what) ? (what as { readonly plan: Plan }).plan : (what as Plan);
  requirePipeline(Object(plan) === plan && "nodes" in plan ? { plan } : what, "explain");
  return format === "mermaid" ? mermaid(plan) : text(plan);
}
