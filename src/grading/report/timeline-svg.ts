import { colors } from "../../charts/spec.js";
import type { Moment, Timeline } from "../judge/timeline.js";
import { type Drawn, drawnOf, type Scale, timelineScale } from "./timeline-picture.js";

const columns = 60;
const columnPx = 8;
const rowPx = 22;
const [left, top] = [34, 28];

/**
 * A timeline as an SVG picture for a page: event time to the right, one row for each row of the table, with windows, the
 * watermark as an upright line and a cross where it goes wrong. Words take the color of the page, so that it is legible
 * on a dark one.
 *
 * @returns `null` where there is nothing to draw
 */
export function timelineSvg(timeline: Timeline): string | null {
  const scale = timelineScale(timeline, columns);
  if (scale === null) return null;
  const width = left + columns * columnPx + 20;
  const height = top + timeline.length * rowPx + 26;
  const rows = timeline.map((moment, index) =>
    rowSvg(moment, drawnOf(moment), scale, top + (index + 0.5) * rowPx, index),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label(timeline)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">`,
    axisSvg(scale),
    ...rows,
    legendSvg(timeline, height - 8),
    "</svg>",
  ].join("");
}

const xOf = (scale: Scale, time: number): number => left + scale.columnOf(time) * columnPx;

function axisSvg(scale: Scale): string {
  const [first = 0, last = 0] = [scale.times[0], scale.times.at(-1)];
  const [from, to] = [xOf(scale, first), xOf(scale, last)];
  const name = scale.isTrue ? "event time" : "event time (not to scale)";
  return [
    `<path d="M${from},${top - 8}H${to}" stroke="currentColor" opacity="0.4"/>`,
    `<text x="${from}" y="${top - 14}">${first}</text><text x="${to}" y="${top - 14}" text-anchor="end">${last}</text>`,
    `<text x="${(from + to) / 2}" y="${top - 14}" text-anchor="middle" opacity="0.75">${name}</text>`,
  ].join("");
}

function rowSvg(
  moment: Moment,
  { time, watermark, right, spans }: Drawn,
  scale: Scale,
  y: number,
  index: number,
): string {
  const upright = (at: number, dashes: string): string =>
    `<path d="M${xOf(scale, at)},${y - 10}V${y + 10}" stroke="${colors.watermark}" stroke-width="2.5"${dashes}/>`;
  const parts = [
    `<text x="${left - 14}" y="${y + 4}" text-anchor="end" opacity="0.75">${index + 1}</text>`,
    ...spans.map(({ start, end, isHalfOpen }) => {
      const [from, to] = [xOf(scale, start), xOf(scale, end)];
      const closed = `stroke="${colors.window}" stroke-width="1.5"`;
      return `<rect x="${from}" y="${y - 7}" width="${Math.max(1, to - from)}" height="14" fill="${colors.window}" fill-opacity="0.3"/><path d="M${from},${y - 7}V${y + 7}" ${closed}/><path d="M${to},${y - 7}V${y + 7}" ${closed}${isHalfOpen ? ' stroke-dasharray="2 2"' : ""}/>`;
    }),
    ...(right === undefined || right === watermark ? [] : [upright(right, ' stroke-dasharray="3 3"')]),
    ...(watermark === undefined ? [] : [upright(watermark, "")]),
    ...(time === undefined ? [] : [eventSvg(xOf(scale, time), y, moment.wrong === true)]),
  ];
  return parts.join("");
}

/** A dot, or a cross: told apart by shape and not by color alone. */
const eventSvg = (x: number, y: number, isWrong: boolean): string =>
  isWrong
    ? `<path d="M${x - 5},${y - 5}l10,10M${x - 5},${y + 5}l10,-10" stroke="${colors.late}" stroke-width="3"/>`
    : `<circle cx="${x}" cy="${y}" r="5" fill="${colors.onTime}" stroke="white" stroke-width="1"/>`;

function legendSvg(timeline: Timeline, y: number): string {
  const all = timeline.map(drawnOf);
  const told = [
    all.some(({ time }, index) => time !== undefined && timeline[index]?.wrong !== true) ? "● event" : "",
    all.some(({ time }, index) => time !== undefined && timeline[index]?.wrong === true) ? "✕ wrong here" : "",
    all.some(({ watermark }) => watermark !== undefined) ? "│ watermark" : "",
    all.some(({ right, watermark }) => right !== undefined && right !== watermark) ? "┊ should be" : "",
    all.some(({ spans }) => spans.length > 0) ? "▭ window" : "",
  ].filter((text) => text !== "");
  return `<text x="${left}" y="${y}" opacity="0.75">${told.join("   ")}</text>`;
}

const label = (timeline: Timeline): string =>
  timeline
    .map(drawnOf)
    .flatMap(({ time }, index) =>
      time === undefined
        ? []
        : [`${index + 1}: event time ${time}${timeline[index]?.wrong === true ? " (wrong here)" : ""}`],
    )
    .join("; ");
