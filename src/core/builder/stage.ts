import type { PlanStep } from "../plan.js";
import { type Beside, type Step, step } from "./graph.js";

/** Where a chain of calls has got to: the pipeline's name, and its last step. */
export interface Chain {
  readonly name: string;
  readonly last: Step;
}

/** The chain with one step more; `others` are further inputs, after the chain's own. */
export const grow = (chain: Chain, next: PlanStep, others: readonly Chain[] = [], beside: Beside = {}): Chain => ({
  name: chain.name,
  last: step(next, [chain.last, ...others.map((other) => other.last)], beside),
});
