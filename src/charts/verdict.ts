import { type ChartSpec, colors, saltire } from "./spec.js";

/** A short stretch of a line. */
const dash = "M-1.2,0L1.2,0";

/**
 * Color and shape of events by their field `verdict`, `on time` or `late`, as in all charts, with a legend in the upper
 * left corner, where a plot of times over later times has room.
 *
 * @param lineName what the line is that they were judged by; null: the legend is silent about it
 * @param hasLegend whether there is one
 */
export function verdictEncoding(lineName: string | null, hasLegend: boolean): ChartSpec {
  const domain = ["on time", "late", ...(lineName === null ? [] : [lineName])];
  const legend = hasLegend ? { orient: "top-left", offset: 6, fillColor: "white", padding: 4 } : null;
  const verdict = { field: "verdict", type: "nominal", title: null, legend };
  return {
    color: { ...verdict, scale: { domain, range: [colors.onTime, colors.late, colors.watermark] } },
    shape: { ...verdict, scale: { domain, range: ["circle", saltire, dash] } },
  };
}
