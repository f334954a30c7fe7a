import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyWindow,
  arrivalsWithCopies,
  hoppingWindow,
  jobAndArrivals,
  sessionWindow,
  shortDuration,
  slidingWindow,
  tumblingWindow,
  windowJob,
  withIdleness,
} from "../support/generators.js";
import { cases } from "../support/runs.js";
import { collect, dedupPlan, eventInput, runEngineWindows } from "./engine.js";
import { runDedup } from "./model/dedup.js";
import type { Outcome } from "./model/outcome.js";
import { runWindows } from "./model/run-windows.js";

const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow, session: sessionWindow };
const emits = {
  final: fc.constant({ kind: "final" } as const),
  updates: fc.constant({ kind: "updates" } as const),
  early: shortDuration.map((everyMs) => ({ kind: "early", everyMs }) as const),
  complete: fc.constant({ kind: "complete" } as const),
};

/** When a sliding event is found to be in no window, its turn among the late ones is its state's affair. */
const comparable = (kind: string, { results, late, partlyLate }: Outcome): unknown =>
  kind === "sliding" ? { results, late: late.map(({ row }) => row.id).sort() } : { results, late, partlyLate };

describe("the engine gives what the model gives, in the same order", () => {
  for (const [kind, window] of Object.entries(windows)) {
    for (const [policy, emit] of Object.entries(emits)) {
      it(`${kind} windows, ${policy}, with lateness and up to three partitions`, () => {
        fc.assert(
          fc.property(jobAndArrivals(windowJob(window, emit)), ([job, arrivals]) => {
            const got = runEngineWindows(job, arrivals);
            expect(comparable(kind, got)).toEqual(comparable(kind, runWindows(job, arrivals)));
          }),
          cases(150),
        );
      });
    }
  }

  it("every window, while partitions fall idle and come back", () => {
    fc.assert(
      fc.property(withIdleness(jobAndArrivals(windowJob(anyWindow))), ([job, arrivals]) => {
        const got = runEngineWindows(job, arrivals);
        expect(comparable(job.window.kind, got)).toEqual(comparable(job.window.kind, runWindows(job, arrivals)));
      }),
      cases(400),
    );
  });

  it("dedup within a horizon", () => {
    const job = fc.record({
      idField: fc.constant("id"),
      horizonMs: shortDuration,
      delayMs: shortDuration,
      lanes: fc.integer({ min: 1, max: 3 }),
    });
    const inputs = job.chain((drawn) =>
      fc.tuple(fc.constant(drawn), arrivalsWithCopies(drawn.lanes, drawn.delayMs, drawn.horizonMs)),
    );
    fc.assert(
      fc.property(inputs, ([job, arrivals]) => {
        const model = runDedup(job, arrivals);
        const got = collect(dedupPlan(job), job.lanes, arrivals.map(eventInput));
        expect(got.results.map(({ row }) => row)).toEqual(model.passed.map(({ row }) => row));
        expect(got.late.map(({ row, watermark }) => ({ row, watermark }))).toEqual(model.late);
      }),
      cases(300),
    );
  });
});
