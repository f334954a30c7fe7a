import assert from "node:assert/strict";
import fc from "fast-check";
import { joinArrivals, joinJob } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { RunJoin } from "../implementation.js";
import type { JoinArrival, JoinOutcome } from "../model/join-outcome.js";
import { interleave, picks } from "./interleaving.js";

const inputs = joinJob.chain((job) =>
  fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: false })),
);

const texts = (outcome: JoinOutcome): string[] =>
  outcome.results.map(({ key, row, ts }) => JSON.stringify([key, row, ts])).sort();

/** Whatever arrived in time is joined as a nested loop over everything would join it, each row alone once if at all. */
export function joinIsNestedLoop(run: RunJoin, numRuns = 100): void {
  fc.assert(
    fc.property(inputs, ([job, arrivals]) => {
      const outcome = run(job, arrivals);
      const late = new Set(outcome.late.map((event) => event.row.id));
      const inTime = arrivals.filter(({ row }) => !late.has(row!.id));
      const left = inTime.filter((row) => row.side === "left");
      const right = inTime.filter((row) => row.side === "right");
      const isPair = (l: JoinArrival, r: JoinArrival): boolean =>
        l.key === r.key && -job.beforeMs <= r.ts - l.ts && r.ts - l.ts <= job.afterMs;
      const pairs = left.flatMap((l) => right.filter((r) => isPair(l, r)).map((r) => show(l, r)));
      const lonelyLeft = left.filter((l) => !right.some((r) => isPair(l, r))).map((l) => show(l, null));
      const lonelyRight = right.filter((r) => !left.some((l) => isPair(l, r))).map((r) => show(null, r));
      const expected = [
        ...pairs,
        ...(job.kind === "inner" ? [] : lonelyLeft),
        ...(job.kind === "outer" ? lonelyRight : []),
      ];
      assert.deepEqual(texts(outcome), expected.sort());
    }),
    cases(numRuns),
  );
}

function show(left: JoinArrival | null, right: JoinArrival | null): string {
  const row = { left: left?.row?.id ?? null, right: right?.row?.id ?? null };
  return JSON.stringify([(left ?? right)!.key, row, Math.max(left?.ts ?? -Infinity, right?.ts ?? -Infinity)]);
}

/** How the two inputs and their partitions interleave changes no result. */
export function joinInterleavingLaw(run: RunJoin, numRuns = 100): void {
  const withLane = ({ side, lane }: JoinArrival): string => `${side}${lane}`;
  fc.assert(
    fc.property(inputs, picks, ([job, arrivals], mix) => {
      const mixed = interleave(
        arrivals.map((arrival) => ({ lane: withLane(arrival), arrival })),
        mix,
      );
      assert.deepEqual(
        texts(
          run(
            job,
            mixed.map(({ arrival }) => arrival),
          ),
        ),
        texts(run(job, arrivals)),
      );
    }),
    cases(numRuns),
  );
}
