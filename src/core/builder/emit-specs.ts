import type { EmitSpec } from "../plan.js";
import type { Duration } from "../time.js";
import { emitProblem } from "../validate/windows.js";

/** One result when the window closes (the default), then a revision for each late event that is still allowed. */
export const final = (): EmitSpec & { kind: "final" } => Object.freeze({ kind: "final" });

/** A result at each change. */
export const updates = (): EmitSpec & { kind: "updates" } => Object.freeze({ kind: "updates" });

/** The whole table of open results at each trigger. */
export const complete = (): EmitSpec & { kind: "complete" } => Object.freeze({ kind: "complete" });

/**
 * Partial results while the window is open, then as `final`.
 *
 * @param every event time between two partial results; above 0, else a `RangeError`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { early, seconds } from "tidemark";
 *
 * assert.deepEqual(early(seconds(10)), { kind: "early", everyMs: 10_000 });
 * ```
 */
export const early = (every: Duration): EmitSpec & { kind: "early" } => {
  const spec = { kind: "early", everyMs: every.ms } as const;
  const problem = emitProblem(spec);
  if (problem !== null) throw new RangeError(problem);
  return Object.freeze(spec);
};
