import { describe, expect, it } from "vitest";
import { refutes } from "../support/refutes.js";
import { planLaw } from "./law/plan-law.js";
import { runPlan } from "./model/plan.js";
import { runEnginePlan } from "./plans/run.js";
import * as wrong from "./wrong/plans.js";

/** With TIDEMARK_LAW_RUNS=50 ten thousand plans, in about five minutes. */
const PLANS = 200;

describe("a plan of up to three steps with state gives what the steps give one after the other", () => {
  it("whatever the steps, shared or not, over one to four partitions, stopped and begun again", () => {
    const plans = planLaw(runEnginePlan, {}, PLANS);
    const stateful = plans.map(({ pipeline }) => pipeline.plan.nodes.map(({ op }) => op));
    for (const op of ["window", "dedup", "joinStreams", "joinAsOf", "joinTable", "aggregate", "groupTable"] as const)
      expect(stateful.filter((ops) => ops.includes(op)).length, op).toBeGreaterThan(PLANS / 25);
    expect(plans.filter(({ pipeline }) => reachesAJoin(pipeline.plan.nodes)).length).toBeGreaterThan(PLANS / 10);
  });

  it("also while partitions fall idle and come back", () => {
    planLaw(runEnginePlan, { idleness: true }, PLANS);
  });
});

describe("whole plans catch", () => {
  const isCaught = (run: typeof runPlan, options = {}): void => refutes(() => planLaw(run, options, 300));
  it("a watermark that overtakes the results that it fires", () => isCaught(wrong.watermarkFirst));
  it("a watermark that is not held back for results behind it", () => isCaught(wrong.notHeldBack));
  it("ids that are one across keys", () => isCaught(wrong.idsAcrossKeys));
  it("late rows that nobody is told of", () => isCaught(wrong.tellsNoLateRows));
  it("a join that waits for an idle input", () => isCaught(wrong.joinWaitsForIdleInput, { idleness: true }));
  it("a join that goes on while windows before it are open", () =>
    isCaught(wrong.joinForgetsOpenWindows, { idleness: true }));
  it("nothing in the model", () => void planLaw(runPlan, {}, 20));
});

/** Whether what a step with state gives goes into a join. */
function reachesAJoin(
  nodes: readonly { readonly id: string; readonly op: string; readonly inputs: readonly string[] }[],
) {
  const above = (id: string): string[] => {
    const node = nodes.find((one) => one.id === id)!;
    return [node.op, ...node.inputs.flatMap(above)];
  };
  return nodes.some(
    ({ op, inputs }) =>
      (op === "joinStreams" || op === "joinAsOf") &&
      inputs.flatMap(above).some((up) => up === "window" || up.startsWith("join")),
  );
}
