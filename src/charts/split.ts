import { type ChartSpec, colors } from "./spec.js";
import { timeAxis } from "./time-axis.js";
import { verdictEncoding } from "./verdict.js";

/** One reading of a log, with a rule's verdict on each of its events. */
export interface SplitReading {
  readonly title: string;
  readonly subtitle?: string;
  /** Name of the boundary, for the legend: `watermark`. */
  readonly boundaryName?: string;
  /** In the order in which they were read. */
  readonly events: readonly {
    /** Event time, ms since the epoch. */
    readonly ts: number;
    readonly late: boolean;
    /** The boundary for this event: an earlier event is late. `null`: there is none. */
    readonly boundary: number | null;
  }[];
}

/**
 * Readings side by side, on the same scales: events by their place in the log and their time, late ones as red crosses,
 * and the boundary of the verdicts as a line. A boundary beyond all events is not drawn.
 *
 * @param readings for example of one log, by two rules, each live and replayed
 * @param columns how many stand beside each other
 * @param size of each plot in pixels
 * @example
 * ```ts
 * import { show, splitCharts } from "tidemark";
 *
 * const events = [10_000, 30_000, 20_000].map((ts) => ({ ts, boundary: 25_000, late: ts < 25_000 }));
 * await show(splitCharts([{ title: "before 0:25 is late", events }], 1), { alt: "Of three events two are late." });
 * ```
 */
export function splitCharts(
  readings: readonly SplitReading[],
  columns = 2,
  size: { readonly width: number; readonly height: number } = { width: 270, height: 170 },
): ChartSpec {
  const times = readings.flatMap(({ events }) => events.map(({ ts }) => ts));
  const [first, last] = times.length === 0 ? [0, 1] : [Math.min(...times), Math.max(...times)];
  const air = (last - first) * 0.05;
  // One legend, and one more for each further boundary line.
  const isNew = ({ boundaryName }: SplitReading, index: number): boolean =>
    index === 0 ||
    (boundaryName !== undefined && readings.findIndex((one) => one.boundaryName === boundaryName) === index);
  return {
    columns,
    spacing: { row: 22, column: 28 },
    concat: readings.map((reading, index) => ({
      ...size,
      ...panel(reading, [first - air, last + air], isNew(reading, index)),
    })),
    resolve: {
      scale: { color: "independent", shape: "independent" },
      legend: { color: "independent", shape: "independent" },
    },
  };
}

function panel(reading: SplitReading, domain: readonly [number, number], hasLegend: boolean): ChartSpec {
  const { title, subtitle, boundaryName = null } = reading;
  const events = reading.events.map(({ ts, late, boundary }, index) => {
    return { ts, boundary, place: index + 1, verdict: late ? "late" : "on time" };
  });
  const x = { field: "place", type: "quantitative", title: "place in the log", axis: { grid: false, tickCount: 5 } };
  const y = timeAxis("event time", domain, 4);
  const line = events.flatMap(({ boundary, place }) =>
    boundary === null || boundary > domain[1] ? [] : [{ x: place, y: boundary }],
  );
  return {
    title: subtitle === undefined ? title : { text: title, subtitle },
    layer: [
      {
        data: { values: line },
        // Vega-Lite would sort the points of a line over two continuous axes by time.
        mark: {
          type: "line",
          orient: "vertical",
          interpolate: "step-after",
          color: colors.watermark,
          strokeWidth: 2,
          clip: true,
        },
        encoding: { x: { ...x, field: "x" }, y: { ...y, field: "y" } },
      },
      {
        data: { values: events },
        mark: { type: "point", size: 30, strokeWidth: 1.8, opacity: 1 },
        encoding: {
          x,
          y: { ...y, field: "ts", scale: { type: "utc", nice: false, domain } },
          ...verdictEncoding(boundaryName, hasLegend),
        },
      },
    ],
  };
}
