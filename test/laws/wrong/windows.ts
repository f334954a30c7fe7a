/** Windowed aggregations that are wrong on purpose: each is the model with one mistake, named after it. */
import type { RunWindows } from "../implementation.js";
import type { Emitted, Outcome } from "../model/outcome.js";
import { runWindows } from "../model/run-windows.js";

/** Adds doubles as they come, so that the sum depends on the order of arrival. */
export const addsInOrderOfArrival: RunWindows = (job, arrivals) => {
  const outcome = runWindows(job, arrivals);
  const values = new Map(arrivals.map(({ row }) => [row.id, row.value as number]));
  const order = arrivals.map(({ row }) => row.id as string);
  return mapRows(outcome, (row) => ({
    ...row,
    total: order.filter((id) => (row.all as string[]).includes(id)).reduce((sum, id) => sum + values.get(id)!, 0),
  }));
};

/** Says nothing of the events that came too late. */
export const dropsLateSilently: RunWindows = (job, arrivals) => ({ ...runWindows(job, arrivals), late: [] });

/** Judges every event by one watermark for all partitions, the largest time seen anywhere. */
export const oneWatermarkForAllPartitions: RunWindows = (job, arrivals) =>
  runWindows(
    { ...job, lanes: 1 },
    arrivals.map((arrival) => ({ ...arrival, lane: 0 })),
  );

/** Rounds toward zero where it should round down: a negative time lands one window too late. */
export const tumblesTowardZero: RunWindows = (job, arrivals) => {
  const { window } = job;
  if (window.kind !== "tumbling") return runWindows(job, arrivals);
  return runWindows(
    job,
    arrivals.map((arrival) =>
      arrival.ts < window.offsetMs ? { ...arrival, ts: arrival.ts + window.sizeMs - 1 } : arrival,
    ),
  );
};

/** Puts events into one session only when their distance is below the gap, as Beam does. */
export const sessionsBelowTheGap: RunWindows = (job, arrivals) =>
  runWindows(
    job.window.kind === "session" ? { ...job, window: { kind: "session", gapMs: job.window.gapMs - 1 } } : job,
    arrivals,
  );

/** Takes the end of a hopping window for part of it. */
export const hoppingEndIsInside: RunWindows = (job, arrivals) =>
  runWindows(
    job.window.kind === "hopping" ? { ...job, window: { ...job.window, sizeMs: job.window.sizeMs + 1 } } : job,
    arrivals,
  );

function mapRows(outcome: Outcome, change: (row: NonNullable<Emitted["row"]>) => NonNullable<Emitted["row"]>): Outcome {
  const results = outcome.results.map((result) =>
    result.row === null ? result : { ...result, row: change(result.row) },
  );
  return { ...outcome, results };
}
