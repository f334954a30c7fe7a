import { widthOf } from "./drawing.js";
import { type ChartSpec, colors } from "./spec.js";
import { timeAxis } from "./time-axis.js";

/** A window to draw; times in ms since the epoch. */
export interface WindowBar {
  readonly start: number;
  readonly end: number;
  /** Text in the bar, such as a count. */
  readonly label?: string;
  /** True for a window that includes its end, as a session does: it is drawn a little beyond both of its ends. */
  readonly inclusive?: boolean;
  /** True for the window that the reader should look at. */
  readonly marked?: boolean;
}

/** One line of events, with their windows. */
export interface WindowStrip {
  readonly title: string;
  readonly events: readonly {
    /** Event time, ms since the epoch. */
    readonly ts: number;
    /** True for the event that the reader should look at. */
    readonly marked?: boolean;
  }[];
  readonly windows: readonly WindowBar[];
}

const TITLE = 20;
const DOTS = 18;
const LANE = 17;
const BAR = 13;
const GAP = 14;

/**
 * Windows as on a whiteboard: for each row its events as points on a line of event time, and below them each window as
 * a bar from its start to its end. Overlapping bars are below one another.
 *
 * @param rows from the top to the bottom, all on the same scale of time
 * @param width of the plot in pixels
 * @returns a chart; equal rows give an equal one. No rows: an empty plot
 * @example
 * ```ts
 * import { assignHopping, show, windowBars } from "tidemark";
 *
 * const ts = 14_000;
 * const windows = assignHopping(ts, 10_000, 5_000).map((window) => ({ ...window, label: "1" }));
 * await show(windowBars([{ title: "10 s, a new one every 5 s", events: [{ ts }], windows }]), {
 *   alt: "An event at 0:14 in two windows: 0:05 to 0:15, and 0:10 to 0:20.",
 * });
 * ```
 */
export function windowBars(rows: readonly WindowStrip[], width = 600): ChartSpec {
  const times = rows.flatMap(({ events, windows }) => [
    ...events.map(({ ts }) => ts),
    ...windows.flatMap(({ start, end }) => [start, end]),
  ]);
  const [first, last] = times.length === 0 ? [0, 1] : [Math.min(...times), Math.max(...times)];
  const beyond = Math.max(1, (last - first) * 0.008);
  const titles: object[] = [];
  const dots: object[] = [];
  const rules: object[] = [];
  const bars: object[] = [];
  let top = 0;
  for (const { title, events, windows } of rows) {
    titles.push({ y: top + TITLE / 2, title });
    const line = top + TITLE + DOTS / 2;
    const placed = inLanes(
      windows.map((window) => {
        const by = window.inclusive === true ? beyond : 0;
        return { ...window, from: window.start - by, to: window.end + by };
      }),
    );
    const lanes = 1 + Math.max(-1, ...placed.map(({ lane }) => lane));
    const bottom = top + TITLE + DOTS + lanes * LANE;
    for (const { ts, marked = false } of events) {
      dots.push({ ts, y: line, marked });
      rules.push({ ts, y: line, bottom });
    }
    for (const { from, to, lane, label = "", marked = false } of placed) {
      const y = top + TITLE + DOTS + lane * LANE;
      // in a bar that is hardly wider than its label, the label stands in the middle
      const isNarrow = ((to - from) * width) / (last - first + 2 * beyond) < widthOf(label) + 10;
      const at = isNarrow ? { at: (from + to) / 2, align: "center" } : { at: from, align: "left" };
      bars.push({ from, to, y, bottom: y + BAR, middle: y + BAR / 2, label, marked, ...at });
    }
    top = bottom + GAP;
  }
  const x = timeAxis("event time", [first, last], 8);
  const time = { ...x, scale: { type: "utc", nice: false, domain: [first - beyond, last + beyond] } };
  const y = { type: "quantitative", scale: { domain: [Math.max(1, top - GAP), 0], nice: false }, axis: null };
  const look = (plain: string): object => ({
    condition: { test: "datum.marked", value: colors.watermark },
    value: plain,
  });
  return {
    width,
    height: Math.max(1, top - GAP),
    layer: [
      {
        data: { values: bars },
        mark: { type: "rect", fillOpacity: 0.3, cornerRadius: 3, strokeWidth: 1.2 },
        encoding: {
          x: { ...time, field: "from" },
          x2: { field: "to" },
          y: { ...y, field: "y" },
          y2: { field: "bottom" },
          fill: look(colors.window),
          stroke: look(colors.window),
        },
      },
      {
        data: { values: rules },
        mark: { type: "rule", color: colors.onTime, opacity: 0.25 },
        encoding: { x: { ...x, field: "ts" }, y: { ...y, field: "y" }, y2: { field: "bottom" } },
      },
      {
        data: { values: bars },
        mark: {
          type: "text",
          align: { expr: "datum.align" },
          dx: { expr: "datum.align === 'left' ? 4 : 0" },
          baseline: "middle",
          fontSize: 10,
          color: colors.text,
        },
        encoding: { x: { ...x, field: "at" }, y: { ...y, field: "middle" }, text: { field: "label" } },
      },
      {
        data: { values: dots },
        mark: { type: "point", filled: true, size: 55, opacity: 1 },
        encoding: { x: { ...x, field: "ts" }, y: { ...y, field: "y" }, color: look(colors.onTime) },
      },
      {
        data: { values: titles },
        mark: { type: "text", align: "left", baseline: "middle", fontSize: 12, fontWeight: "bold", color: colors.text },
        encoding: { x: { value: 0 }, y: { ...y, field: "y" }, text: { field: "title" } },
      },
    ],
  };
}

interface Spanning {
  readonly from: number;
  readonly to: number;
}

/** Puts each bar into the first lane that is free at its start. */
function inLanes<Bar extends Spanning>(bars: readonly Bar[]): readonly (Bar & { readonly lane: number })[] {
  const free: number[] = [];
  return [...bars]
    .sort((left, right) => left.from - right.from || left.to - right.to)
    .map((bar) => {
      const found = free.findIndex((time) => time <= bar.from);
      const lane = found < 0 ? free.length : found;
      free[lane] = bar.to;
      return { ...bar, lane };
    });
}
