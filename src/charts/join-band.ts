import { type ChartSpec, colors } from "./spec.js";
import { timeAxis } from "./time-axis.js";

/** One key of a join: its left row, if there is one, and the right rows that carry the same key. */
export interface JoinedKey {
  readonly key: string;
  /** Event time in ms since the epoch; `null` where only the right side has this key. */
  readonly left: number | null;
  readonly rights: readonly number[];
}

/** Input of {@link joinBandChart}. */
export interface JoinBand {
  readonly title: string;
  readonly subtitle?: string;
  /** Names of the two sides for the legend: `arrival`, `clearance`. */
  readonly names: { readonly left: string; readonly right: string };
  /** Partners have `−beforeMs ≤ right − left ≤ afterMs`. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly keys: readonly JoinedKey[];
}

/**
 * The band of a stream–stream join, one line for each key: the left row is a point, the band around it a bar, right
 * rows are diamonds. A row with a partner is blue; a row without one is red and hollow.
 *
 * @param join the rows; few enough to draw by hand
 * @param size of the plot in pixels; each key needs about 26 of its height
 */
export function joinBandChart(
  join: JoinBand,
  size: { readonly width: number; readonly height: number } = { width: 560, height: 26 * join.keys.length + 20 },
): ChartSpec {
  const { names, beforeMs, afterMs } = join;
  const isPartner = (left: number | null, right: number): boolean =>
    left !== null && right - left >= -beforeMs && right - left <= afterMs;
  const bands = join.keys.flatMap(({ key, left }) =>
    left === null ? [] : [{ key, from: left - beforeMs, to: left + afterMs }],
  );
  const rows = join.keys.flatMap(({ key, left, rights }) => [
    ...(left === null ? [] : [{ key, at: left, side: names.left, paired: rights.some((at) => isPartner(left, at)) }]),
    ...rights.map((at) => ({ key, at, side: names.right, paired: isPartner(left, at) })),
  ]);
  const links = join.keys.flatMap(({ key, left, rights }) =>
    rights.filter((at) => isPartner(left, at)).map((at) => ({ key, from: left, to: at })),
  );
  const shown = rows.map(({ paired, ...row }) => ({ ...row, fate: paired ? "has a partner" : "alone" }));
  const times = [...bands.flatMap(({ from, to }) => [from, to]), ...rows.map(({ at }) => at)];
  const domain = [Math.min(...times), Math.max(...times)] as const;
  const x = { field: "at", ...timeAxis("event time", domain, 8), scale: { type: "utc", nice: true } };
  // In the order of the rows, not of the alphabet.
  const y = { field: "key", type: "nominal", title: null, sort: join.keys.map(({ key }) => key) };
  const fate = { field: "fate", type: "nominal", title: null };
  const fates = { domain: ["has a partner", "alone"], range: [colors.onTime, colors.late] };
  const legend = { orient: "bottom", direction: "horizontal" };
  return {
    ...size,
    title: join.subtitle === undefined ? join.title : { text: join.title, subtitle: join.subtitle },
    layer: [
      {
        data: { values: bands },
        mark: {
          type: "bar",
          height: 14,
          fill: colors.window,
          fillOpacity: 0.25,
          stroke: colors.window,
          cornerRadius: 3,
        },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" }, y },
      },
      {
        data: { values: links },
        mark: { type: "rule", color: colors.onTime, strokeWidth: 2 },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" }, y },
      },
      {
        data: { values: shown },
        mark: { type: "point", size: 80, strokeWidth: 2, opacity: 1 },
        encoding: {
          x,
          y,
          color: { ...fate, scale: fates, legend },
          fill: { ...fate, scale: { ...fates, range: [colors.onTime, "white"] }, legend: null },
          shape: {
            field: "side",
            type: "nominal",
            title: null,
            scale: { domain: [names.left, names.right], range: ["circle", "diamond"] },
            legend: { ...legend, symbolFillColor: colors.quiet, symbolStrokeColor: colors.quiet },
          },
        },
      },
    ],
  };
}
