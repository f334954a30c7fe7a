import { type ChartSpec, colors } from "./spec.js";
import { timeAxis } from "./time-axis.js";
import { verdictEncoding } from "./verdict.js";

/** An event as it arrived, with its effect on the watermark. */
export interface WatermarkEvent {
  /** Processing time: ms since the epoch. */
  readonly arrivedAt: number;
  /** Event time: ms since the epoch. */
  readonly ts: number;
  /** The watermark after this event, ms since the epoch; null while there is none. */
  readonly watermark: number | null;
  readonly late: boolean;
}

/** A window [start, end) of event time, and the time for which it was open. */
export interface OpenWindow {
  readonly start: number;
  readonly end: number;
  /** Events that it counted. */
  readonly count: number;
  /** Processing time of its first event. */
  readonly openedAt: number;
  /** Processing time at which the watermark passed its end; null where it was still open at the end of the stream. */
  readonly closedAt: number | null;
}

/** Input of {@link watermarkChart}. */
export interface WatermarkRun {
  readonly title: string;
  readonly subtitle?: string;
  readonly events: readonly WatermarkEvent[];
  readonly windows: readonly OpenWindow[];
}

/** Set on one layer only: Vega-Lite takes two equal domains of a shared scale for a conflict. */
const spanning = (channel: ChartSpec, domain: readonly [number, number]): ChartSpec => ({
  ...channel,
  scale: { ...(channel.scale as ChartSpec), domain },
});

/**
 * Event time over arrival: each event a point, late ones red crosses; the watermark a line that only rises; each window
 * a bar over its span of event time, from its first event to its closing, with the number of events that it counted. An
 * event to the right of its window's bar is too late for it.
 *
 * @param run one run of a stream; times in ms since the epoch
 * @param size of the plot in pixels
 */
export function watermarkChart(
  run: WatermarkRun,
  size: { readonly width: number; readonly height: number } = { width: 560, height: 340 },
): ChartSpec {
  return { ...size, ...panel(run, extent([run]), true) };
}

/**
 * Several runs of one stream side by side, on the same scales.
 *
 * @param runs for example the same stream under three delays of the watermark
 * @param size of each plot in pixels
 */
export function watermarkCharts(
  runs: readonly WatermarkRun[],
  size: { readonly width: number; readonly height: number } = { width: 230, height: 300 },
): ChartSpec {
  const shared = extent(runs);
  return {
    hconcat: runs.map((run, index) => ({ ...size, ...panel(run, shared, index === 0) })),
    spacing: 16,
    // One legend, inside the first plot; shared ones would stand beside all plots.
    resolve: { legend: { color: "independent", shape: "independent" } },
  };
}

interface Extent {
  readonly arrival: readonly [number, number];
  readonly event: readonly [number, number];
}

/** Spans all times of all runs, so that equal heights mean equal times. */
function extent(runs: readonly WatermarkRun[]): Extent {
  const arrivals = runs.flatMap((run) => [
    ...run.events.map((event) => event.arrivedAt),
    ...run.windows.flatMap((window) => [window.openedAt, window.closedAt ?? window.openedAt]),
  ]);
  const times = runs.flatMap((run) => [
    ...run.events.map((event) => event.ts),
    ...run.windows.flatMap((window) => [window.start, window.end]),
  ]);
  const span = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [first, last] = span(arrivals);
  // Some air on the right, where the windows that are still open end.
  return { arrival: [first, last + (last - first) * 0.08], event: span(times) };
}

/** The first of several plots has the shared legend and axis title. */
function panel(run: WatermarkRun, { arrival, event }: Extent, isFirst: boolean): ChartSpec {
  const x: ChartSpec = { field: "arrivedAt", ...timeAxis("arrival", arrival, 6) };
  const y: ChartSpec = { field: "ts", ...timeAxis(isFirst ? "event time" : null, event, 6) };
  const windows = run.windows.map((window) => ({
    ...window,
    shownUntil: window.closedAt ?? arrival[1],
  }));
  const advanced = run.events.filter((row) => row.watermark !== null);
  const events = run.events.map((row) => ({ ...row, verdict: row.late ? "late" : "on time" }));
  return {
    title: run.subtitle === undefined ? run.title : { text: run.title, subtitle: run.subtitle },
    layer: [
      {
        data: { values: windows },
        mark: { type: "rect", fill: colors.window, fillOpacity: 0.22, stroke: colors.window, cornerRadius: 3 },
        encoding: {
          x: { ...x, field: "openedAt" },
          x2: { field: "shownUntil" },
          y: { ...y, field: "start" },
          y2: { field: "end" },
        },
      },
      {
        data: { values: windows },
        mark: { type: "text", align: "left", baseline: "top", dx: 4, dy: 4, fontSize: 10, color: colors.quiet },
        encoding: { x: { ...x, field: "openedAt" }, y: { ...y, field: "end" }, text: { field: "count" } },
      },
      {
        data: { values: advanced },
        mark: { type: "line", interpolate: "step-after", color: colors.watermark, strokeWidth: 2, clip: true },
        encoding: { x, y: { ...y, field: "watermark" } },
      },
      {
        data: { values: events },
        mark: { type: "point", size: 42, strokeWidth: 2, filled: false, opacity: 1 },
        encoding: {
          x: spanning(x, arrival),
          y: spanning(y, event),
          // No event arrives before it happens: above the diagonal there is room for the legend.
          ...verdictEncoding("watermark", isFirst),
        },
      },
    ],
  };
}
