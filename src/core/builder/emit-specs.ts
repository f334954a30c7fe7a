import type { EmitSpec } from "../plan.js";
import type { Duration } from "../time.js";
import { UsageError } from "../usage-error.js";
import { emitProblem } from "../validate/windows.js";

/**
 * One result when the window closes (the default), then a revision for each late event that is still allowed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, final, millis, pipeline, run, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(tumbling(millis(10)), { emit: final(), lateness: millis(5) })
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const clicks = [1, 2, 12, 9].map((at) => ({ at, page: "pier" }));
 * const { results } = run(visits, clicks);
 * assert.deepEqual(results.map(({ row, revision }) => [row?.windowStart, row?.visits, revision]), [[0, 2, 0], [0, 3, 1], [10, 1, 0]]);
 * ```
 */
export const final = (): EmitSpec & { kind: "final" } => Object.freeze({ kind: "final" });

/**
 * A result at each change.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, updates, millis, pipeline, run, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(tumbling(millis(10)), { emit: updates() })
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const clicks = [1, 2, 12, 9].map((at) => ({ at, page: "pier" }));
 * const { results } = run(visits, clicks);
 * assert.deepEqual(results.map(({ row, revision }) => [row?.windowStart, row?.visits, revision]), [[0, 1, 0], [0, 2, 1], [10, 1, 0]]);
 * ```
 */
export const updates = (): EmitSpec & { kind: "updates" } => Object.freeze({ kind: "updates" });

/**
 * The whole table of results that are still held, after each event.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, complete, millis, pipeline, run, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(tumbling(millis(10)), { emit: complete() })
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const clicks = [1, 2, 12, 9].map((at) => ({ at, page: "pier" }));
 * const { results } = run(visits, clicks);
 * assert.deepEqual(results.map(({ row, revision }) => [row?.windowStart, row?.visits, revision]), [[0, 1, 0], [0, 2, 1], [0, 2, 1], [10, 1, 0]]);
 * ```
 */
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
  if (problem !== null) throw new UsageError(problem);
  return Object.freeze(spec);
};
