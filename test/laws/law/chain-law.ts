import assert from "node:assert/strict";
import fc from "fast-check";
import type { WindowSpec } from "../../../src/core/plan.js";
import { jobAndArrivals, joinArrivals, joinJob, shortDuration, windowJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunJoinedThenCounted, RunWindowedThenCounted } from "../implementation.js";
import type { Emitted } from "../model/outcome.js";
import { finalResults, runWindows } from "../model/run-windows.js";
import { runStreamStream } from "../model/stream-stream.js";

/** Results of windows are in time for the tumbling windows after them, however far the watermark jumps. */
export function windowChainLaw(run: RunWindowedThenCounted, window: fc.Arbitrary<WindowSpec>, numRuns = 100): void {
  const inputs = jobAndArrivals(windowJob(window, fc.constant({ kind: "final" })));
  fc.assert(
    fc.property(inputs, shortDuration, ([drawn, arrivals], sizeMs) => {
      const job = { ...drawn, latenessMs: 0 };
      const first = runWindows(job, arrivals);
      const got = run(job, sizeMs, arrivals);
      assert.deepEqual(shown(got.results), counted(first.results, sizeMs));
      assert.equal(got.late, first.late.length);
    }),
    cases(numRuns),
  );
}

/** Rows of a join, with partner or alone, are in time for the tumbling windows after them. */
export function joinChainLaw(run: RunJoinedThenCounted, numRuns = 200): void {
  const inputs = joinJob.chain((job) =>
    fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: false })),
  );
  fc.assert(
    fc.property(inputs, shortDuration, ([job, arrivals], sizeMs) => {
      const first = runStreamStream(job, arrivals);
      const got = run(job, sizeMs, arrivals);
      assert.deepEqual(shown(got.results), counted(first.results, sizeMs));
      assert.equal(got.late, first.late.length);
    }),
    cases(numRuns),
  );
}

/** What windows of `sizeMs` make of results, by hand: how many there are of each key. */
function counted(results: readonly Emitted[], sizeMs: number): unknown[] {
  const groups = new Map<string, { key: unknown; start: number; n: number }>();
  for (const { key, ts } of results) {
    const start = Math.floor(ts / sizeMs) * sizeMs;
    const id = JSON.stringify([key, start]);
    const group = groups.get(id) ?? { key, start, n: 0 };
    group.n++;
    groups.set(id, group);
  }
  return [...groups.values()].map(({ key, start, n }) => JSON.stringify([key, start, n])).sort();
}

const shown = (results: readonly Emitted[]): unknown[] =>
  finalResults(results)
    .map(({ key, window, row }) => JSON.stringify([key, window!.start, row!.n]))
    .sort();
