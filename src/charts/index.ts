/**
 * Charts as Vega-Lite specifications, tables, and how a notebook shows them.
 *
 * @module tidemark/charts
 */

export { type TextBar, textBars } from "./bars.js";
export { csv } from "./csv.js";
export { type DisplayBundle, display } from "./display.js";
export type { Tone } from "./drawing.js";
export { type JoinBand, type JoinedKey, joinBandChart } from "./join-band.js";
export { type JoinDistances, joinDistanceChart } from "./join-distances.js";
export { type ActorLane, type ActorLanes, actorLanes, type LaneMoment, type LaneSpan } from "./lanes.js";
export { type DrawnLog, type DrawnRecord, type LogChart, type LogPointer, logChart } from "./log.js";
export { renderPng, renderSvg } from "./render.js";
export { type Sequence, type SequenceStep, sequenceChart } from "./sequence.js";
export { show } from "./show.js";
export type { ChartSpec } from "./spec.js";
export { type SplitReading, splitCharts } from "./split.js";
export { showTable, type TableValue, textTable } from "./table.js";
export { twoClockChart } from "./two-clocks.js";
export {
  type OpenWindow,
  type WatermarkEvent,
  type WatermarkRun,
  watermarkChart,
  watermarkCharts,
} from "./watermark.js";
export { watermarkRun } from "./watermark-run.js";
export { type WindowBar, type WindowStrip, windowBars } from "./window-bars.js";
export { type WindowLife, windowLives, windowLivesChart } from "./window-lives.js";
