import assert from "node:assert/strict";
import fc from "fast-check";
import { count, left, millis, right, sum, tumbling } from "tidemark";
import { describe, it } from "vitest";
import {
  hoppingWindow,
  jobAndArrivals,
  joinArrivals,
  joinJob,
  sessionWindow,
  shortDuration,
  slidingWindow,
  tumblingWindow,
  windowJob,
} from "../support/generators.js";
import { cases } from "../support/runs.js";
import { collect, emitted, eventInput, joinInput, stream } from "./engine.js";
import type { Emitted } from "./model/outcome.js";
import { finalResults, runWindows } from "./model/runWindows.js";
import { runStreamStream } from "./model/streamStream.js";

/** What windows of `sizeMs` make of results, by hand: how many there are of each key. */
function counted(results: readonly Emitted[], sizeMs: number): unknown[] {
  const groups = new Map<string, { key: unknown; start: number; n: number }>();
  for (const { key, ts } of results) {
    if (key === null) continue;
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

describe("what fires is in time for the windows after it, however far the watermark jumps", () => {
  const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow, session: sessionWindow };
  for (const [kind, window] of Object.entries(windows)) {
    it(`windows of ${kind} windows lose nothing`, () => {
      const inputs = jobAndArrivals(windowJob(window, fc.constant({ kind: "final" })));
      fc.assert(
        fc.property(inputs, shortDuration, ([job, arrivals], sizeMs) => {
          const once = { ...job, latenessMs: 0 };
          const plan = stream("events", job.delayMs)
            .keyBy("key")
            .window(job.window)
            .aggregate({ total: sum("value") })
            .keyBy("key")
            .window(tumbling(millis(sizeMs)))
            .aggregate({ n: count() })
            .to("out");
          const got = collect(plan, job.lanes, arrivals.map(eventInput));
          const first = runWindows(once, arrivals);
          assert.deepEqual(shown(got.results.map(emitted)), counted(first.results, sizeMs));
          assert.equal(got.late.length, first.late.length);
        }),
        cases(100),
      );
    });
  }

  it("windows of joined rows lose nothing", () => {
    const inputs = joinJob.chain((job) =>
      fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: false })),
    );
    fc.assert(
      fc.property(inputs, shortDuration, ([job, arrivals], sizeMs) => {
        const { beforeMs, afterMs, latenessMs, kind } = job;
        const plan = stream("left", job.delayMs)
          .keyBy("key")
          .join(stream("right", job.delayMs).keyBy("key"), {
            before: millis(beforeMs),
            after: millis(afterMs),
            lateness: millis(latenessMs),
            kind,
          })
          .select({ key: left("key"), other: right("key") })
          .map(({ key, other }) => ({ key: key ?? other }))
          .keyBy("key")
          .window(tumbling(millis(sizeMs)))
          .aggregate({ n: count() })
          .to("out");
        const got = collect(plan, job.lanes, arrivals.map(joinInput));
        const first = runStreamStream(job, arrivals);
        assert.deepEqual(shown(got.results.map(emitted)), counted(first.results, sizeMs));
        assert.equal(got.late.length, first.late.length);
      }),
      cases(200),
    );
  });
});
