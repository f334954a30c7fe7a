/** Whole plans that are run wrong on purpose: the model with one rule broken. */
import type { RunPlan } from "../implementation.js";
import { type Rules, rightRules, runPlan } from "../model/plan.js";

const without =
  (rule: keyof Rules): RunPlan =>
  (given) =>
    runPlan(given, { ...rightRules, [rule]: false });

/** The watermark overtakes the results that it fires, so that the next step takes them for late. */
export const watermarkFirst = without("resultsFirst");

/** Nothing is held back for results that lie behind the watermark that fires them. */
export const notHeldBack = without("heldBack");

/** A join waits for an input that is idle. */
export const joinWaitsForIdleInput = without("idleInputRises");

/** A join goes on without an input whose partitions are idle, though windows before it are still open. */
export const joinForgetsOpenWindows = without("waitsForResults");

/** The same id under two keys is one id. */
export const idsAcrossKeys = without("idsByKey");

/** Says nothing of the rows that came too late for a step. */
export const tellsNoLateRows: RunPlan = (given) => {
  const { results, steps } = runPlan(given);
  return { results, steps: Object.fromEntries(Object.entries(steps).map(([id, ends]) => [id, { ...ends, late: [] }])) };
};
