import { runFixedWindows, type WindowJob } from "./fixed-windows.js";
import type { Arrival, Emitted, Outcome } from "./outcome.js";
import { runSessions } from "./sessions.js";

/** The model of every window. */
export function runWindows(job: WindowJob, arrivals: readonly Arrival[]): Outcome {
  const { window } = job;
  return window.kind === "session"
    ? runSessions({ ...job, window }, arrivals)
    : runFixedWindows({ ...job, window }, arrivals);
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
