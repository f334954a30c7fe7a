import type { RunOutcome } from "../core/index.js";
import type { OpenWindow, WatermarkEvent, WatermarkRun } from "./watermark.js";

/**
 * Input of {@link watermarkChart}, from the trace of a run with half-open windows.
 *
 * @param outcome of `run(pipeline, rows, { trace: true })`, where the plan reads one topic of one partition
 * @param arrivedAt when each row arrived, in the order of the rows, in ms since the epoch
 * @param title what stands above the picture
 */
export function watermarkRun({ trace }: RunOutcome, arrivedAt: readonly number[], title: string): WatermarkRun {
  const steps = trace.filter((step) => step.kind === "event" && step.ts !== null);
  const events = steps.map((step, i): WatermarkEvent => {
    const watermark = Number.isFinite(step.watermark) ? step.watermark : null;
    return { arrivedAt: arrivedAt[i]!, ts: step.ts!, watermark, late: step.late.length > 0 };
  });
  const closings = new Map<number, { end: number; closedAt: number | null }>();
  for (const [i, step] of [...steps, ...trace.filter(({ kind }) => kind === "finish")].entries()) {
    for (const { start, end } of step.closed) closings.set(start, { end, closedAt: events[i]?.arrivedAt ?? null });
  }
  const windows = [...closings].map(([start, { end, closedAt }]): OpenWindow => {
    const counted = events.filter(({ ts, late }) => !late && ts >= start && ts < end);
    return { start, end, closedAt, count: counted.length, openedAt: counted[0]?.arrivedAt ?? closedAt ?? 0 };
  });
  return { title, subtitle: `${events.filter(({ late }) => late).length} late`, events, windows };
}
