import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyWindow,
  arrivalsWithCopies,
  jobAndArrivals,
  joinArrivals,
  joinJob,
  sessionWindow,
  windowBoundaries,
  windowJob,
} from "../support/generators.js";
import { runDedup } from "./model/dedup.js";
import { runWindows } from "./model/run-windows.js";
import { runStreamStream } from "./model/stream-stream.js";

const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed: 1, numRuns: 200 });
const share = <T>(all: readonly T[], holds: (one: T) => boolean): number => all.filter(holds).length / all.length;

/** A property says nothing where its cases never reach what it is about. */
describe("the generators reach what the laws are about", () => {
  const windowed = sample(jobAndArrivals(windowJob(anyWindow))).map(([job, arrivals]) => ({
    job,
    arrivals,
    outcome: runWindows(job, arrivals),
  }));

  it("has late events, partly late ones, revisions and several partitions in many windowed jobs", () => {
    expect(share(windowed, ({ outcome }) => outcome.late.length > 0)).toBeGreaterThan(0.2);
    expect(share(windowed, ({ outcome }) => outcome.partlyLate.length > 0)).toBeGreaterThan(0.05);
    expect(share(windowed, ({ outcome }) => outcome.results.some(({ revision }) => revision > 0))).toBeGreaterThan(0.2);
    expect(share(windowed, ({ job }) => job.lanes > 1)).toBeGreaterThan(0.5);
  });

  it("puts a third of the events on a boundary of what came before, or one beside it", () => {
    const near = windowed.flatMap(({ job, arrivals }) =>
      arrivals.map(({ ts, lane }, index) => {
        const times = arrivals.slice(0, index).map((before) => before.ts);
        const own = arrivals.slice(0, index).filter((before) => before.lane === lane);
        const watermark = Math.max(-Infinity, ...own.map((before) => before.ts)) - job.delayMs;
        return windowBoundaries(job)({ times, watermark }).some((boundary) => Math.abs(ts - boundary) <= 1);
      }),
    );
    expect(share(near, (isNear) => isNear)).toBeGreaterThan(1 / 3);
  });

  it("merges and retracts sessions", () => {
    const sessions = sample(jobAndArrivals(windowJob(sessionWindow))).map(([job, arrivals]) =>
      runWindows(job, arrivals),
    );
    expect(share(sessions, ({ results }) => results.some(({ row }) => row === null))).toBeGreaterThan(0.2);
  });

  it("sends copies, some too late to be judged, some after their id is forgotten", () => {
    const job = { idField: "id", horizonMs: 8, delayMs: 4, lanes: 2 };
    const outcomes = sample(arrivalsWithCopies(2, 4, 8)).map((arrivals) => runDedup(job, arrivals));
    expect(share(outcomes, ({ duplicates }) => duplicates > 0)).toBeGreaterThan(0.3);
    expect(share(outcomes, ({ late }) => late.length > 0)).toBeGreaterThan(0.2);
    const twice = share(outcomes, ({ passed }) => new Set(passed.map(({ row }) => row?.id)).size < passed.length);
    expect(twice).toBeGreaterThan(0.02);
  });

  it("joins pairs at their bounds, and leaves some rows late or alone", () => {
    const drawn = sample(
      joinJob.chain((job) => fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: true }))),
    ).map(([job, arrivals]) => ({ job, arrivals, outcome: runStreamStream(job, arrivals) }));
    const isPair = (row: Readonly<Record<string, unknown>> | null): boolean =>
      row!.left !== null && row!.right !== null;
    expect(share(drawn, ({ outcome }) => outcome.late.length > 0)).toBeGreaterThan(0.2);
    expect(share(drawn, ({ outcome }) => outcome.results.some(({ row }) => isPair(row)))).toBeGreaterThan(0.2);
    expect(share(drawn, ({ outcome }) => outcome.results.some(({ row }) => !isPair(row)))).toBeGreaterThan(0.2);
    const atBound = share(drawn, ({ job, arrivals }) =>
      arrivals.some((l) =>
        arrivals.some(
          (r) =>
            l.side === "left" &&
            r.side === "right" &&
            l.key === r.key &&
            (r.ts - l.ts === job.afterMs || l.ts - r.ts === job.beforeMs),
        ),
      ),
    );
    expect(atBound).toBeGreaterThan(0.1);
  });
});
