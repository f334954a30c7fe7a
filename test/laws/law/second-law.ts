import assert from "node:assert/strict";
import fc from "fast-check";
import type { WindowSpec } from "../../../src/core/plan.js";
import { jobAndArrivals, windowJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunWindows } from "../implementation.js";
import { finalResults } from "../model/run-windows.js";

/** At the end of a bounded input each event is in a result or late, never both, never neither. */
export function secondLaw(run: RunWindows, window: fc.Arbitrary<WindowSpec>, numRuns = 100): void {
  fc.assert(
    fc.property(jobAndArrivals(windowJob(window)), ([job, events]) => {
      const outcome = run(job, events);
      const counted = new Set(finalResults(outcome.results).flatMap((result) => result.row?.all as string[]));
      const fates = [...counted, ...outcome.late.map((event) => event.row.id)];
      assert.deepEqual(fates.sort(), events.map((event) => event.row.id).sort());
    }),
    cases(numRuns),
  );
}
