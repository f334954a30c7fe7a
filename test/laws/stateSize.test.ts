import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arrivalsWithCopies,
  hoppingWindow,
  jobAndArrivals,
  joinArrivals,
  joinJob,
  tumblingWindow,
  windowJob,
} from "../support/generators.js";
import { cases } from "../support/runs.js";
import { dedupPlan, eventInput, joinInput, restartable, streamJoinPlan, windowPlan } from "./engine.js";
import { Lanes } from "./model/lanes.js";
import type { Arrival } from "./model/outcome.js";
import { type Accepted, isOver, panesOf } from "./model/windows.js";

describe("state is exactly what a later input may still need, after every step", () => {
  for (const [kind, window] of Object.entries({ tumbling: tumblingWindow, hopping: hoppingWindow })) {
    it(`${kind} windows × keys that are not late for all`, () => {
      const engines = restartable(windowPlan, (job) => job.lanes, eventInput);
      fc.assert(
        fc.property(jobAndArrivals(windowJob(window)), ([job, arrivals]) => {
          if (job.window.kind === "session") return;
          const running = engines.start(job);
          const lanes = new Lanes(job.lanes, job.delayMs);
          const events: Accepted[] = [];
          for (const arrival of arrivals) {
            events.push({ ...arrival, horizon: lanes.own(arrival.lane) - job.latenessMs });
            lanes.observe(arrival.lane, arrival.ts);
            running.push(arrival);
            const horizon = lanes.combined() - job.latenessMs;
            const held = panesOf(job.window, events).filter(({ end }) => !isOver(job.window, end, horizon));
            expect(running.stateSize).toBe(held.length);
          }
        }),
        cases(100),
      );
    });
  }

  it("a join's rows that the other input has not passed", () => {
    const engines = restartable(streamJoinPlan, (job) => job.lanes, joinInput);
    const inputs = joinJob.chain((job) =>
      fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: false })),
    );
    fc.assert(
      fc.property(inputs, ([job, arrivals]) => {
        const running = engines.start(job);
        const sides = { left: new Lanes(job.lanes, job.delayMs), right: new Lanes(job.lanes, job.delayMs) };
        const kept: typeof arrivals = [];
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
          expect(running.stateSize).toBe(needed.length);
        }
      }),
      cases(100),
    );
  });

  it("ids within the horizon", () => {
    const job = { idField: "id", horizonMs: 8, delayMs: 4, lanes: 2 };
    const engines = restartable(dedupPlan, () => 2, eventInput);
    fc.assert(
      fc.property(arrivalsWithCopies(2, 4, 8), (arrivals) => {
        const running = engines.start(job);
        const lanes = new Lanes(2, 4);
        const passed = new Map<unknown, Arrival>();
        for (const arrival of arrivals) {
          const W = lanes.own(arrival.lane);
          const before = passed.get(arrival.row.id);
          const isJudged = arrival.ts + 8 > W;
          if (isJudged && (before === undefined || before.ts + 8 <= W)) passed.set(arrival.row.id, arrival);
          lanes.observe(arrival.lane, arrival.ts);
          running.push(arrival);
          const remembered = [...passed.values()].filter(({ ts }) => lanes.combined() < ts + 8);
          expect(running.stateSize).toBe(remembered.length);
        }
      }),
      cases(100),
    );
  });
});
