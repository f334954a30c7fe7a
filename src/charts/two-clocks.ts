import { type ChartSpec, colors } from "./spec.js";
import { type WatermarkRun, watermarkChart } from "./watermark.js";

/** Span of arrivals, in ms since the epoch, of the diagonal. */
const DAY_MS = 86_400_000;

/**
 * The two-clock plot: {@link watermarkChart} with a diagonal. An event that arrives at the moment when it happens lies
 * on the diagonal; its distance to the right of it is its delay.
 *
 * @param run one run of a stream; times in ms since the epoch
 * @param size of the plot in pixels
 * @example
 * ```ts
 * import { show, twoClockChart } from "tidemark";
 *
 * const events = [
 *   { ts: 0, arrivedAt: 100, watermark: null, late: false },
 *   { ts: 60_000, arrivedAt: 60_100, watermark: 50_000, late: false },
 *   { ts: 5_000, arrivedAt: 61_000, watermark: 50_000, late: true },
 * ];
 * await show(twoClockChart({ title: "a wait of 10 s", events, windows: [] }), { alt: "Three events; the last is late." });
 * ```
 * @see https://www.oreilly.com/radar/the-world-beyond-batch-streaming-101/ where the plot was made known
 */
export function twoClockChart(
  run: WatermarkRun,
  size: { readonly width: number; readonly height: number } = { width: 600, height: 400 },
): ChartSpec {
  const chart = watermarkChart(run, size);
  const layers = chart.layer as readonly ChartSpec[];
  const times = run.events.flatMap(({ arrivedAt, ts }) => [arrivedAt, ts]);
  const [from, to] = times.length === 0 ? [0, DAY_MS] : [Math.min(...times), Math.max(...times)];
  const diagonal = [from, to].map((time) => ({ arrivedAt: time, ts: time }));
  const points = layers[layers.length - 1]!;
  const { x, y } = points.encoding as { x: ChartSpec; y: ChartSpec };
  const line: ChartSpec = {
    data: { values: diagonal },
    mark: { type: "line", color: colors.faint, strokeDash: [4, 4], clip: true },
    encoding: { x: unscaled(x), y: unscaled(y) },
  };
  return { ...chart, layer: [line, ...layers] };
}

/** The same channel without a domain: Vega-Lite takes two equal domains of a shared scale for a conflict. */
function unscaled(channel: ChartSpec): ChartSpec {
  const { domain: _, ...scale } = channel.scale as ChartSpec;
  return { ...channel, scale };
}
