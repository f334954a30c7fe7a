import { type ChartSpec, colors, saltire } from "../../charts/spec.js";
import type { Timeline } from "../judge/timeline.js";

/** A timeline as a picture: event time over arrival, watermarks as lines, the row that went wrong as a red cross. */
export interface TimelineChart {
  readonly spec: ChartSpec;
  readonly alt: string;
}

/** `null` where the rows are no stream: fewer than two of them have an event time. */
export function timelineChart(timeline: Timeline): TimelineChart | null {
  const rows = timeline.map(({ ts, watermark, right, wrong }, index) => {
    return { arrival: index + 1, ts, watermark, right, wrong: wrong === true };
  });
  const events = rows.filter(({ ts }) => typeof ts === "number" && Number.isFinite(ts));
  if (events.length < 2) return null;
  // What should be comes first: where the two agree, the watermark is drawn over it.
  const watermarks = [
    ...rows.flatMap(({ arrival, watermark, right }) =>
      line(arrival, "should be", typeof watermark === "number" ? right : null),
    ),
    ...rows.flatMap(({ arrival, watermark }) => line(arrival, "watermark", watermark)),
  ];
  const x = { field: "arrival", type: "ordinal", title: "arrival", axis: { labelAngle: 0 } };
  const alt = events
    .map(({ arrival, ts, wrong }) => `${arrival}: event time ${ts}${wrong ? " (wrong here)" : ""}`)
    .join("; ");
  const points = {
    data: { values: events.map(({ arrival, ts, wrong }) => ({ arrival, ts, wrong })) },
    mark: { type: "point", size: 80, strokeWidth: 2.5, opacity: 1 },
    encoding: {
      x,
      y: { field: "ts", type: "quantitative", title: "event time", scale: { zero: false } },
      color: { condition: { test: "datum.wrong", value: colors.late }, value: colors.onTime },
      shape: { condition: { test: "datum.wrong", value: saltire }, value: "circle" },
    },
  };
  const of = { field: "of", type: "nominal", title: null, legend: { symbolType: "stroke", symbolStrokeWidth: 2 } };
  const domain = ["watermark", "should be"];
  const lines = {
    data: { values: watermarks },
    mark: { type: "line", interpolate: "step-after", point: { size: 30 } },
    encoding: {
      x,
      y: { field: "at", type: "quantitative" },
      color: { ...of, scale: { domain, range: [colors.watermark, colors.quiet] } },
      strokeDash: {
        ...of,
        scale: {
          domain,
          range: [
            [1, 0],
            [5, 4],
          ],
        },
      },
    },
  };
  return { spec: { width: 420, height: 220, layer: [...(watermarks.length > 0 ? [lines] : []), points] }, alt };
}

interface LinePoint {
  readonly arrival: number;
  readonly of: string;
  readonly at: number;
}

const line = (arrival: number, of: string, at: unknown): LinePoint[] =>
  typeof at === "number" && Number.isFinite(at) ? [{ arrival, of, at }] : [];
