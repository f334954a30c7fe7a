import { FixedWindows, type WindowJob, type WindowStepJob } from "./fixed-windows.js";
import { Lanes } from "./lanes.js";
import type { Arrival, Emitted, Outcome } from "./outcome.js";
import { Sessions } from "./sessions.js";

/** The model of every window. */
export function windowStep(job: WindowStepJob): FixedWindows | Sessions {
  const { window } = job;
  return window.kind === "session" ? new Sessions({ ...job, window }) : new FixedWindows({ ...job, window });
}

/** A windowed aggregation of events that come in lanes. */
export function runWindows(job: WindowJob, arrivals: readonly Arrival[]): Outcome {
  const step = windowStep(job);
  const lanes = new Lanes(job.lanes, job.delayMs);
  for (const { lane, key, row, ts, idleBefore = [] } of arrivals) {
    for (const idle of idleBefore) {
      lanes.fallIdle(idle);
      step.advance([lanes.combined()]);
    }
    lanes.wake(lane);
    step.take({ key, row, ts, watermark: lanes.own(lane) });
    lanes.observe(lane, ts);
    step.advance([lanes.combined()]);
  }
  lanes.finish();
  step.advance([lanes.combined()]);
  const { results, late } = step;
  if (step instanceof Sessions) return { results, late, partlyLate: [] };
  return { results, late: [...late, ...step.forgotten()], partlyLate: step.partlyLate };
}

/** The last word on each key + window, retractions taken out, in an order of their own. */
export function finalResults(results: readonly Emitted[]): Pick<Emitted, "key" | "row" | "ts" | "window">[] {
  const last = new Map<string, Emitted>();
  for (const result of results) last.set(JSON.stringify([result.key, result.window]), result);
  return [...last.entries()]
    .filter(([, result]) => result.row !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { key, row, ts, window }]) => ({ key, row, ts, window }));
}
