import type { Plan } from "./plan.js";
import { fieldProblems } from "./validate/fields.js";
import { partitionProblems } from "./validate/partitions.js";
import { revisionProblems } from "./validate/revisions.js";
import type { KnownFields } from "./validate/rows.js";
import { shapeProblems } from "./validate/shape.js";
import { stepProblems } from "./validate/steps.js";
import { topicProblems } from "./validate/topics.js";

/** What may be known of the topics when a plan is checked; what is not known is not checked. */
export interface TopicFacts {
  /** The fields of a topic's rows. */
  readonly fields?: KnownFields;
  /** How many partitions a topic has. */
  readonly partitions?: { readonly [topic: string]: number };
}

/** A plan that cannot run, with everything that is wrong with it. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  constructor(
    plan: string,
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `${plan}: ${problem}`).join("\n"));
  }
}

/**
 * All that is wrong with a plan, as sentences that name the step; an empty list when it can run.
 *
 * @param facts what is known of its topics: their rows' fields, their numbers of partitions
 */
export function planProblems(plan: Plan, facts: TopicFacts = {}): readonly string[] {
  // Whoever reads on may rely on the shape, so a plan of the wrong shape is read no further.
  const shape = shapeProblems(plan);
  if (shape.length > 0) return shape;
  return [
    ...topicProblems(plan),
    ...stepProblems(plan),
    ...fieldProblems(plan, facts.fields ?? {}),
    ...revisionProblems(plan),
    ...partitionProblems(plan, facts.partitions ?? {}),
  ];
}

/**
 * Refuses a plan that cannot run. The builder calls it; call it yourself for a plan that comes from JSON.
 *
 * @throws PlanError with every problem: a step that names a missing field, a hop larger than its window, two outputs
 * of one name, results that may be revised windowed again, …
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PlanError } from "tidemark";
 * import { validate } from "tidemark/core";
 *
 * assert.throws(() => validate({ name: "nothing", nodes: [], late: null, dead: null }), PlanError);
 * ```
 */
export function validate(plan: Plan, facts: TopicFacts = {}): void {
  const problems = planProblems(plan, facts);
  if (problems.length > 0) throw new PlanError(plan.name, problems);
}
