import assert from "node:assert/strict";
import fc from "fast-check";
import { type Engine, engine, type Late, type Result } from "tidemark";
import { type InternalRow, type Mark, split } from "tidemark/core";
import { describe, expect, it } from "vitest";
import {
  hoppingWindow,
  jobAndArrivals,
  keyNumber,
  sessionWindow,
  slidingWindow,
  tumblingWindow,
  windowJob,
} from "../support/generators.js";
import { cases } from "../support/runs.js";
import { emitted, eventInput, runEngineWindows, windowPlan } from "./engine.js";
import type { RunWindows } from "./implementation.js";
import { picks } from "./law/interleaving.js";
import { finalResults } from "./model/run-windows.js";

/** By which lane downstream goes for an upstream task. */
type LaneOf = (upstream: number) => number;
const ownLane: LaneOf = (upstream) => upstream;
/** One watermark for all that comes, the largest: what Kafka Streams does in a repartition topic. */
const oneForAll: LaneOf = () => 0;

type Sent = { readonly row: InternalRow } | { readonly mark: Mark };

/**
 * The same job as tasks: one for each partition of its topic, which send rows and watermarks through an internal topic to
 * one task for each partition of that. Every task sees each upstream task's rows in their order; the picks mix them.
 */
function distributed(mix: readonly number[], laneOf: LaneOf): RunWindows {
  return (job, arrivals) => {
    const stages = split(windowPlan(job), { events: job.lanes });
    if (stages.length === 1) return runEngineWindows(job, arrivals);
    const [before, after] = stages;
    const tasks = Array.from({ length: job.lanes }, (_, task) => task);
    const results: Result[] = [];
    const late: Late[] = [];
    const topic = after!.reads[0]!;
    const downstream = tasks.map(() =>
      engine(after!.pipeline, {
        partitions: { [topic]: [...new Set(tasks.map(laneOf))] },
        sink: { result: (result) => void results.push(result), late: (event) => void late.push(event) },
      }),
    );
    const queues = tasks.map(() => tasks.map((): Sent[] => []));
    const upstream = tasks.map((from) =>
      engine(before!.pipeline, {
        partitions: { events: [from] },
        sink: { internal: (row) => void queues[from]![keyNumber(String(row.key)) % job.lanes]!.push({ row }) },
      }),
    );
    const tellMarks = (from: number): void => {
      for (const mark of upstream[from]!.marks) for (const queue of queues[from]!) queue.push({ mark });
    };
    for (const arrival of arrivals) {
      upstream[arrival.lane]!.push(eventInput(arrival));
      tellMarks(arrival.lane);
    }
    for (const from of tasks) {
      upstream[from]!.finish();
      tellMarks(from);
    }
    for (let step = 0; ; step++) {
      const waiting = queues
        .flatMap((to) => to.map((queue, task) => ({ queue, task })))
        .filter(({ queue }) => queue.length > 0);
      if (waiting.length === 0) break;
      const { queue, task } = waiting[(mix[step % mix.length] ?? 0) % waiting.length]!;
      take(downstream[task]!, queue.shift()!, laneOf);
    }
    return {
      results: results.map(emitted),
      late: late.map(({ row, watermark }) => ({ row, watermark })),
      partlyLate: [],
    };
  };
}

function take(task: Engine, sent: Sent, laneOf: LaneOf): void {
  if ("row" in sent) {
    task.pushInternal({ ...sent.row, lane: laneOf(sent.row.lane) });
    return;
  }
  const { topic, lane, watermark } = sent.mark;
  task.advanceTo(topic, laneOf(lane), watermark === null ? -Infinity : watermark === "end" ? Infinity : watermark);
}

describe("a job that is distributed over tasks gives what it gives whole, however their rows mix", () => {
  const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow };
  const law = (inputs: ReturnType<typeof jobAndArrivals>, laneOf = ownLane): void =>
    fc.assert(
      fc.property(inputs, picks, ([job, arrivals], mix) => {
        const whole = runEngineWindows(job, arrivals);
        const parts = distributed(mix, laneOf)(job, arrivals);
        const ids = (outcome: typeof whole): unknown[] => outcome.late.map(({ row }) => row.id).sort();
        assert.deepEqual(finalResults(parts.results), finalResults(whole.results));
        assert.deepEqual(ids(parts), ids(whole));
      }),
      cases(150),
    );
  for (const [kind, window] of Object.entries(windows)) {
    it(`${kind} windows, whose keys come from every partition`, () => law(jobAndArrivals(windowJob(window))));
  }
  it("sessions, whose keys come from one partition each", () =>
    law(jobAndArrivals(windowJob(sessionWindow), { keyDecidesLane: true })));

  it("which one watermark for all upstream tasks would break", () =>
    expect(() => law(jobAndArrivals(windowJob(tumblingWindow)), oneForAll)).toThrow());

  it("and is cut in two where the topic has several partitions", () => {
    const job = fc.sample(windowJob(tumblingWindow), { seed: 1, numRuns: 1 })[0]!;
    expect(split(windowPlan(job), { events: 3 }).length).toBe(2);
  });
});
