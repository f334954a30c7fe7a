import assert from "node:assert/strict";
import fc from "fast-check";
import type { WindowSpec } from "../../../src/core/plan.js";
import { arrivalsWithCopies, jobAndArrivals, joinArrivals, joinJob, windowJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { Measured } from "../implementation.js";
import type { DedupJob } from "../model/dedup.js";
import type { WindowJob } from "../model/fixed-windows.js";
import type { JoinArrival } from "../model/join-outcome.js";
import { Lanes } from "../model/lanes.js";
import type { Arrival } from "../model/outcome.js";
import type { StreamJoinJob } from "../model/stream-stream.js";
import { type Accepted, isOver, type Pane, panesOf } from "../model/windows.js";

/** After every step, the windows × keys held are those that are not late for every further event. */
export function windowsAreExact(
  start: (job: WindowJob) => Measured<Arrival>,
  window: fc.Arbitrary<Exclude<WindowSpec, { kind: "session" }>>,
): void {
  fc.assert(
    fc.property(jobAndArrivals(windowJob(window)), ([job, arrivals]) => {
      const { window: spec } = job;
      if (spec.kind === "session") return;
      const running = start(job);
      const lanes = new Lanes(job.lanes, job.delayMs);
      const events: Accepted[] = [];
      for (const arrival of arrivals) {
        events.push({ ...arrival, horizon: lanes.own(arrival.lane) - job.latenessMs });
        lanes.observe(arrival.lane, arrival.ts);
        running.push(arrival);
        const horizon = lanes.combined() - job.latenessMs;
        const held: readonly Pane[] = panesOf(spec, events).filter(({ end }) => !isOver(spec, end, horizon));
        assert.equal(running.stateSize, held.length);
      }
    }),
    cases(100),
  );
}

/** After every step, the rows that a join keeps are those that the other input has not passed. */
export function joinIsExact(start: (job: StreamJoinJob) => Measured<JoinArrival>): void {
  const inputs = joinJob.chain((job) =>
    fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: false })),
  );
  fc.assert(
    fc.property(inputs, ([job, arrivals]) => {
      const running = start(job);
      const sides = { left: new Lanes(job.lanes, job.delayMs), right: new Lanes(job.lanes, job.delayMs) };
      const kept: JoinArrival[] = [];
      for (const arrival of arrivals) {
        const own = sides[arrival.side];
        if (arrival.ts >= own.own(arrival.lane) - job.latenessMs) kept.push(arrival);
        own.observe(arrival.lane, arrival.ts);
        running.push(arrival);
        const needed = kept.filter(({ side, ts }) =>
          side === "left"
            ? sides.right.combined() - job.latenessMs <= ts + job.afterMs
            : sides.left.combined() - job.latenessMs <= ts + job.beforeMs,
        );
        assert.equal(running.stateSize, needed.length);
      }
    }),
    cases(100),
  );
}

/** After every step, the ids remembered are those of which a copy could still be judged. */
export function dedupIsExact(start: (job: DedupJob) => Measured<Arrival>): void {
  const job = { idField: "id", horizonMs: 8, delayMs: 4, lanes: 2 };
  fc.assert(
    fc.property(arrivalsWithCopies(job.lanes, job.delayMs, job.horizonMs), (arrivals) => {
      const running = start(job);
      const lanes = new Lanes(job.lanes, job.delayMs);
      const passed = new Map<unknown, Arrival>();
      for (const arrival of arrivals) {
        const W = lanes.own(arrival.lane);
        const before = passed.get(arrival.row.id);
        const isJudged = arrival.ts + job.horizonMs > W;
        if (isJudged && (before === undefined || before.ts + job.horizonMs <= W)) passed.set(arrival.row.id, arrival);
        lanes.observe(arrival.lane, arrival.ts);
        running.push(arrival);
        const remembered = [...passed.values()].filter(({ ts }) => lanes.combined() < ts + job.horizonMs);
        assert.equal(running.stateSize, remembered.length);
      }
    }),
    cases(100),
  );
}
