import assert from "node:assert/strict";
import { explain } from "tidemark";
import { cases } from "../../support/runs.js";
import type { RunPlan } from "../implementation.js";
import { canonical } from "../model/canonical.js";
import { type PlanOutcome, runPlan } from "../model/plan.js";
import { type PlanCase, type PlanOptions, somePlan } from "../plans/generate.js";

/**
 * Whole plans give what their steps give one after the other: results in the same order, and for each step what was late, dead,
 * unmatched and sent twice.
 */
export function planLaw(run: RunPlan, options: PlanOptions, numRuns: number): readonly PlanCase[] {
  const { numRuns: plans, seed: first } = cases(numRuns);
  return Array.from({ length: plans }, (_, i) => {
    const given = somePlan(first + i, options);
    const expected = runPlan(given);
    assert.deepEqual(shown(run(given), expected), shown(expected, expected), described(given, first + i));
    return given;
  });
}

/** Late rows in an order of their own: when state is dropped is not what is compared. */
function shown({ results, steps }: PlanOutcome, { steps: known }: PlanOutcome): unknown {
  const ends = Object.keys(known).map((id) => [id, { ...steps[id]!, late: steps[id]!.late.map(canonical).sort() }]);
  return { results, steps: Object.fromEntries(ends) };
}

const described = ({ pipeline, partitions, actions, restartAt }: PlanCase, seed: number): string =>
  [
    `plan ${seed} differs (TIDEMARK_LAW_SEED=${seed} begins with it):`,
    explain(pipeline),
    JSON.stringify({ partitions, restartAt }),
    ...actions.map((action) => JSON.stringify(action)),
  ].join("\n");
