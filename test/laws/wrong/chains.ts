/** Two engines behind each other, wired by hand: results of the first become rows of the second, and its watermark too. */
import { count, engine, type InputRecord, millis, type Pipeline, record, tumbling } from "tidemark";
import { emitted, eventInput, joinedByKey, joinInput, stream, windowPlan } from "../engine.js";
import type { ChainOutcome, RunJoinedThenCounted, RunWindowedThenCounted } from "../implementation.js";
import type { WindowJob } from "../model/fixed-windows.js";
import type { Emitted } from "../model/outcome.js";

/** Right: results go first, then the watermark, held back by as much as results may lie behind it. */
export const byHand: RunWindowedThenCounted = (job, sizeMs, arrivals) =>
  chained(windowPlan(job), job.lanes, arrivals.map(eventInput), sizeMs, holdMs(job), "results first");

/** Tells the second of the watermark before the results that it has closed: to it they come too late. */
export const marksBeforeResults: RunWindowedThenCounted = (job, sizeMs, arrivals) =>
  chained(windowPlan(job), job.lanes, arrivals.map(eventInput), sizeMs, holdMs(job), "mark first");

/** Forgets that a session's result has the time of its last event, which lies the gap behind the watermark. */
export const doesNotHoldBack: RunWindowedThenCounted = (job, sizeMs, arrivals) =>
  chained(windowPlan(job), job.lanes, arrivals.map(eventInput), sizeMs, 0, "results first");

/** Forgets that a row which finds no partner leaves a join after the watermark has passed it. */
export const joinDoesNotHoldBack: RunJoinedThenCounted = (job, sizeMs, arrivals) =>
  chained(joinedByKey(job).to("rows"), job.lanes, arrivals.map(joinInput), sizeMs, 0, "results first");

function holdMs({ window }: WindowJob): number {
  if (window.kind === "session") return window.gapMs;
  return window.kind === "sliding" ? window.differenceMs : 0;
}

function chained(
  plan: Pipeline,
  lanes: number,
  inputs: readonly InputRecord[],
  sizeMs: number,
  heldBackMs: number,
  order: "results first" | "mark first",
): ChainOutcome {
  const results: Emitted[] = [];
  let late = 0;
  const second = engine(
    stream("rows", 1_000_000) // no row moves the watermark: marks alone do
      .keyBy("key")
      .window(tumbling(millis(sizeMs)))
      .aggregate({ n: count() })
      .to("out"),
    { sink: { result: (result) => void results.push(emitted(result)), late: () => void late++ } },
  );
  let fired: Emitted[] = [];
  const first = engine(plan, {
    partitions: lanes,
    sink: { result: (result) => void fired.push(emitted(result)), late: () => void late++ },
  });
  const handOn = (): void => {
    const mark = (): void => second.advanceTo("rows", 0, first.watermark - heldBackMs);
    if (order === "mark first") mark();
    for (const { key, row, ts } of fired) {
      second.push(record("rows", { id: "", key: key ?? row!.key, at: ts, value: 0 }));
    }
    if (order === "results first") mark();
    fired = [];
  };
  for (const input of inputs) {
    first.push(input);
    handOn();
  }
  first.finish();
  handOn();
  return { results, late };
}
