import { type ChartSpec, colors } from "../charts/spec.js";
import type { Timeline } from "./timeline.js";

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
  const watermarks = rows.flatMap(({ arrival, watermark, right }) => [
    ...line(arrival, "watermark", watermark),
    ...line(arrival, "should be", typeof watermark === "number" ? right : null),
  ]);
  const x = { field: "arrival", type: "ordinal", title: "arrival", axis: { labelAngle: 0 } };
  const alt = events
    .map(({ arrival, ts, wrong }) => `${arrival}: event time ${ts}${wrong ? " (wrong here)" : ""}`)
    .join("; ");
  const points = {
    data: { values: events.map(({ arrival, ts, wrong }) => ({ arrival, ts, wrong })) },
    mark: { type: "point", filled: true, size: 110 },
    encoding: {
      x,
      y: { field: "ts", type: "quantitative", title: "event time", scale: { zero: false } },
      color: { condition: { test: "datum.wrong", value: colors.late }, value: colors.onTime },
      shape: { condition: { test: "datum.wrong", value: "cross" }, value: "circle" },
    },
  };
  const lines = {
    data: { values: watermarks },
    mark: { type: "line", interpolate: "step-after", point: { size: 30 } },
    encoding: {
      x,
      y: { field: "at", type: "quantitative" },
      color: {
        field: "of",
        type: "nominal",
        title: null,
        scale: { domain: ["watermark", "should be"], range: [colors.watermark, colors.faint] },
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
