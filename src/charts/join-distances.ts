import { type ChartSpec, colors } from "./spec.js";

/** Input of {@link joinDistanceChart}. */
export interface JoinDistances {
  readonly title: string;
  readonly subtitle?: string;
  /** Titles of the axes: `ship arrives`, `cleared after`. */
  readonly names: { readonly left: string; readonly distance: string };
  /** The band: −beforeMs to afterMs. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Rows of equal key, in ms since the epoch. */
  readonly pairs: readonly { readonly left: number; readonly right: number }[];
}

const MINUTE = 60_000;

/**
 * Distance between the rows of equal key, over event time. The join's band is a stripe; pairs within it are blue, pairs
 * outside it are red crosses.
 *
 * @param join any number of pairs, partners or not
 * @param size of the plot in pixels
 */
export function joinDistanceChart(
  join: JoinDistances,
  size: { readonly width: number; readonly height: number } = { width: 560, height: 300 },
): ChartSpec {
  const { beforeMs, afterMs, names } = join;
  const points = join.pairs.map(({ left, right }) => {
    const partners = right - left >= -beforeMs && right - left <= afterMs;
    return { left, minutes: (right - left) / MINUTE, fate: partners ? "in the band" : "outside" };
  });
  const edges = [{ from: -beforeMs / MINUTE, to: afterMs / MINUTE }];
  const fate = { field: "fate", type: "nominal", title: null };
  const fates = ["in the band", "outside"];
  const y = { field: "minutes", type: "quantitative", title: `${names.distance} (minutes)` };
  return {
    ...size,
    title: join.subtitle === undefined ? join.title : { text: join.title, subtitle: join.subtitle },
    layer: [
      {
        data: { values: edges },
        mark: { type: "rect", fill: colors.window, fillOpacity: 0.22, stroke: colors.window },
        encoding: { y: { ...y, field: "from" }, y2: { field: "to" } },
      },
      {
        data: { values: points },
        mark: { type: "point", size: 22, strokeWidth: 1.5, opacity: 0.8 },
        encoding: {
          x: {
            field: "left",
            type: "temporal",
            title: `${names.left} (h:min)`,
            scale: { type: "utc" },
            axis: { format: "%H:%M", tickCount: 8, labelOverlap: true },
          },
          y,
          color: {
            ...fate,
            scale: { domain: fates, range: [colors.onTime, colors.late] },
            legend: { orient: "bottom", direction: "horizontal" },
          },
          shape: { ...fate, scale: { domain: fates, range: ["circle", "cross"] } },
        },
      },
    ],
  };
}
