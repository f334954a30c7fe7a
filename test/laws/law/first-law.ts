import assert from "node:assert/strict";
import fc from "fast-check";
import type { WindowSpec } from "../../../src/core/plan.js";
import { jobAndArrivals, windowJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunWindows } from "../implementation.js";
import type { Arrival } from "../model/outcome.js";
import { finalResults } from "../model/run-windows.js";

/** Two arrival orders without late arrivals give equal sets of final results. */
export function firstLaw(run: RunWindows, window: fc.Arbitrary<WindowSpec>, numRuns = 100): void {
  const shuffled = jobAndArrivals(windowJob(window)).chain(([job, events]) =>
    fc.tuple(fc.constant(job), fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  );
  fc.assert(
    fc.property(shuffled, ([job, events, shuffledEvents]) => {
      const delayMs = Math.max(disorder(events), disorder(shuffledEvents));
      const patient = { ...job, delayMs };
      const one = run(patient, events);
      const other = run(patient, shuffledEvents);
      assert.deepEqual([one.late, other.late], [[], []]);
      assert.deepEqual(finalResults(other.results), finalResults(one.results));
    }),
    cases(numRuns),
  );
}

/** How far an event comes behind the largest time before it, in its lane or any other. */
function disorder(events: readonly Arrival[]): number {
  let largest = -Infinity;
  let most = 0;
  for (const { ts } of events) {
    most = Math.max(most, largest - ts);
    largest = Math.max(largest, ts);
  }
  return most;
}
