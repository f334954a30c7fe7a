import assert from "node:assert/strict";
import fc from "fast-check";
import type { WindowSpec } from "../../../src/core/plan.js";
import { jobAndArrivals, windowJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunWindows } from "../implementation.js";
import { finalResults } from "../model/run-windows.js";

/** The same events with each lane in its order, the lanes mixed anew by these picks. */
export function interleave<T extends { readonly lane: unknown }>(events: readonly T[], picks: readonly number[]): T[] {
  const lanes = new Map<unknown, T[]>();
  for (const event of events) lanes.set(event.lane, [...(lanes.get(event.lane) ?? []), event]);
  const mixed: T[] = [];
  for (let step = 0; mixed.length < events.length; step++) {
    const waiting = [...lanes.values()].filter((lane) => lane.length > 0);
    mixed.push(waiting[(picks[step % picks.length] ?? 0) % waiting.length]!.shift()!);
  }
  return mixed;
}

export const picks: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 });

/** How the partitions interleave changes neither the final results nor which events are late. Keys decide partitions. */
export function interleavingLaw(run: RunWindows, window: fc.Arbitrary<WindowSpec>, numRuns = 100): void {
  fc.assert(
    fc.property(jobAndArrivals(windowJob(window), { keyDecidesLane: true }), picks, ([job, events], mix) => {
      const one = run(job, events);
      const other = run(job, interleave(events, mix));
      const late = (outcome: typeof one): unknown[] => outcome.late.map((event) => event.row.id).sort();
      assert.deepEqual(finalResults(other.results), finalResults(one.results));
      assert.deepEqual(late(other), late(one));
    }),
    cases(numRuns),
  );
}
