import type { Fate, Tide, TideEvent } from "./tide.js";
import { inSeconds } from "./words.js";

/** Colors by what they are for, read from the page's style sheet so that light and dark each have their own. */
export type Colors = Readonly<Record<ColorName, string>>;
const colorNames = [
  "text",
  "quiet",
  "line",
  "event",
  "late",
  "revised",
  "diverted",
  "watermark",
  "water",
  "window",
  "window-fill",
  "kept-fill",
] as const;
type ColorName = (typeof colorNames)[number];

export function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element);
  return Object.fromEntries(colorNames.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors;
}

/** Maps times to pixels. Event times outside of the minute are drawn at the edge. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: (readAt: number) => number;
  readonly y: (eventTime: number) => number;
}

const margin = { left: 46, right: 14, top: 26, bottom: 36 };
const shownEventTimeMs = 62_000;
const legend: readonly (readonly [Fate, string])[] = [
  ["counted", "counted"],
  ["revised", "corrects a result"],
  ["late", "late"],
  ["diverted", "diverted"],
];

export function frameOf(shown: Tide, width: number, height: number): Frame {
  const last = Math.max(60_000, shown.endsAt) * 1.02;
  const within = (pixel: number, from: number, to: number): number => Math.min(to, Math.max(from, pixel));
  return {
    width,
    height,
    x: (readAt) =>
      within(margin.left + (readAt / last) * (width - margin.left - margin.right), margin.left, width - margin.right),
    y: (eventTime) =>
      within(
        height - margin.bottom - (eventTime / shownEventTimeMs) * (height - margin.top - margin.bottom),
        margin.top,
        height - margin.bottom,
      ),
  };
}

/** The event whose mark is nearest to a point, within a finger's reach. */
export function eventAt(shown: Tide, frame: Frame, x: number, y: number, upTo: number): TideEvent | null {
  const reach = 22;
  let nearest: TideEvent | null = null;
  let least = reach * reach;
  for (const event of shown.events) {
    if (event.readAt > upTo) break;
    const distance = (frame.x(event.readAt) - x) ** 2 + (frame.y(event.at) - y) ** 2;
    if (distance <= least) [nearest, least] = [event, distance];
  }
  return nearest;
}

/** Draws everything that has happened up to a time of reading. */
export function draw(
  canvas: CanvasRenderingContext2D,
  shown: Tide,
  frame: Frame,
  colors: Colors,
  upTo: number,
  chosen: TideEvent | null,
): void {
  canvas.clearRect(0, 0, frame.width, frame.height);
  canvas.font = '12px system-ui, "DejaVu Sans", sans-serif';
  drawWater(canvas, shown, frame, colors, upTo);
  drawAxes(canvas, shown, frame, colors);
  drawWindows(canvas, shown, frame, colors, upTo);
  if (shown.settings.partitions > 1) drawLanes(canvas, shown, frame, colors, upTo);
  drawWatermark(canvas, shown, frame, colors, upTo);
  drawEvents(canvas, shown, frame, colors, upTo, chosen);
  drawLegend(canvas, shown, frame, colors);
}

function drawAxes(canvas: CanvasRenderingContext2D, shown: Tide, frame: Frame, colors: Colors): void {
  canvas.strokeStyle = colors.line;
  canvas.fillStyle = colors.quiet;
  canvas.lineWidth = 1;
  const bottom = frame.height - margin.bottom;
  canvas.textAlign = "right";
  canvas.textBaseline = "middle";
  for (let ms = 0; ms <= 60_000; ms += 10_000) {
    const y = Math.round(frame.y(ms)) + 0.5;
    line(canvas, [
      [margin.left, y],
      [frame.width - margin.right, y],
    ]);
    canvas.fillText(inSeconds(ms), margin.left - 6, y);
  }
  canvas.textAlign = "center";
  canvas.textBaseline = "top";
  const stepMs = frame.width < 500 ? 20_000 : 10_000;
  for (let ms = 0; ms <= Math.max(60_000, shown.endsAt); ms += stepMs) {
    canvas.fillText(inSeconds(ms), frame.x(ms), bottom + 5);
  }
  canvas.fillStyle = colors.text;
  canvas.textAlign = "right";
  canvas.fillText("time of reading →", frame.width - margin.right, bottom + 20);
  canvas.textAlign = "left";
  canvas.fillText("event time ↑", 4, 6);
  canvas.setLineDash([3, 4]);
  canvas.strokeStyle = colors.quiet;
  line(canvas, [
    [frame.x(0), frame.y(0)],
    [frame.x(60_000), frame.y(60_000)],
  ]);
  canvas.setLineDash([]);
}

type Point = readonly [x: number, y: number];

function line(canvas: CanvasRenderingContext2D, points: readonly Point[]): void {
  canvas.beginPath();
  for (const [x, y] of points) canvas.lineTo(x, y);
  canvas.stroke();
}

/** A watermark as stairs: it holds its value until the next moment. */
function stairs(shown: Tide, frame: Frame, upTo: number, of: (moment: Tide["moments"][number]) => number): Point[] {
  const points: Point[] = [];
  for (const moment of shown.moments) {
    if (moment.readAt > upTo) break;
    const value = of(moment);
    if (value === Number.NEGATIVE_INFINITY) continue;
    const x = frame.x(moment.readAt);
    const before = points.at(-1);
    if (before !== undefined) points.push([x, before[1]]);
    points.push([x, frame.y(value)]);
  }
  const last = points.at(-1);
  if (last !== undefined) points.push([frame.x(upTo), last[1]]);
  return points;
}

function drawWater(canvas: CanvasRenderingContext2D, shown: Tide, frame: Frame, colors: Colors, upTo: number): void {
  const surface = stairs(shown, frame, upTo, ({ watermark }) => watermark);
  if (surface.length === 0) return;
  const bottom = frame.height - margin.bottom;
  canvas.fillStyle = colors.water;
  canvas.beginPath();
  canvas.moveTo(surface[0]![0], bottom);
  for (const [x, y] of surface) canvas.lineTo(x, y);
  canvas.lineTo(surface.at(-1)![0], bottom);
  canvas.fill();
}

function drawWatermark(
  canvas: CanvasRenderingContext2D,
  shown: Tide,
  frame: Frame,
  colors: Colors,
  upTo: number,
): void {
  const surface = stairs(shown, frame, upTo, ({ watermark }) => watermark);
  const last = surface.at(-1);
  if (last === undefined) return;
  canvas.strokeStyle = colors.watermark;
  canvas.lineWidth = 2.5;
  canvas.lineJoin = "round";
  line(canvas, surface);
  canvas.fillStyle = colors.watermark;
  canvas.textAlign = "right";
  canvas.textBaseline = "bottom";
  const words = "watermark";
  const width = canvas.measureText(words).width;
  canvas.fillText(words, Math.max(last[0] - 4, margin.left + width), Math.max(last[1] - 5, margin.top + 14));
}

function drawLanes(canvas: CanvasRenderingContext2D, shown: Tide, frame: Frame, colors: Colors, upTo: number): void {
  canvas.strokeStyle = colors.watermark;
  canvas.lineWidth = 1;
  const ends: number[] = [];
  for (let partition = 0; partition < shown.settings.partitions; partition++) {
    const lane = stairs(shown, frame, upTo, ({ laneWatermarks }) => laneWatermarks[partition]!);
    canvas.globalAlpha = 0.6;
    line(canvas, lane);
    canvas.globalAlpha = 1;
    const last = lane.at(-1);
    if (last === undefined) continue;
    // Names of lanes that end at the same height stand side by side.
    const beside = ends.filter((end) => Math.abs(end - last[1]) < 12).length;
    ends.push(last[1]);
    canvas.fillStyle = colors.watermark;
    canvas.textAlign = "right";
    canvas.textBaseline = "top";
    canvas.fillText(`p${partition}`, Math.min(last[0] + 14, frame.width - 2) - beside * 18, last[1] + 2);
  }
}

function drawWindows(canvas: CanvasRenderingContext2D, shown: Tide, frame: Frame, colors: Colors, upTo: number): void {
  const { lateness } = shown.settings;
  const crowded = shown.windows.length > 40;
  canvas.lineWidth = 1;
  for (const window of shown.windows) {
    if (window.openedAt > upTo) continue;
    const closedAt = window.closedAt === null ? upTo : Math.min(window.closedAt, upTo);
    const [left, right, top, bottom] = [
      frame.x(window.openedAt),
      frame.x(Math.max(closedAt, window.openedAt)),
      frame.y(window.end),
      frame.y(window.start),
    ];
    const height = Math.max(2, bottom - top);
    canvas.fillStyle = colors["window-fill"];
    canvas.strokeStyle = colors.window;
    if (!crowded) canvas.fillRect(left, top, right - left, height);
    canvas.strokeRect(left + 0.5, top + 0.5, right - left, height - 1);
    if (window.closedAt === null || window.closedAt > upTo) continue;
    if (lateness > 0 && !crowded) drawKept(canvas, shown, frame, colors, window, upTo);
    if (crowded || height < 11) continue;
    const told = window.results.filter(({ readAt }) => readAt <= upTo).at(-1);
    drawResult(canvas, told?.count == null ? "taken back" : String(told.count), right - 4, bottom - 3, colors);
  }
}

/** Below the watermark, where no other line passes. */
function drawResult(canvas: CanvasRenderingContext2D, words: string, x: number, y: number, colors: Colors): void {
  canvas.save();
  canvas.font = `bold ${canvas.font}`;
  canvas.textBaseline = "bottom";
  canvas.textAlign = "right";
  canvas.fillStyle = colors.text;
  canvas.fillText(words, x, y);
  canvas.restore();
}

/** After its first result a window is kept until the watermark is past its end and the lateness. */
function drawKept(
  canvas: CanvasRenderingContext2D,
  shown: Tide,
  frame: Frame,
  colors: Colors,
  window: Tide["windows"][number],
  upTo: number,
): void {
  const droppedAt =
    shown.moments.find(({ watermark }) => watermark >= window.end + shown.settings.lateness * 1000)?.readAt ?? upTo;
  const [from, to] = [frame.x(window.closedAt!), frame.x(Math.min(droppedAt, upTo))];
  const [top, bottom] = [frame.y(window.end), frame.y(window.start)];
  canvas.fillStyle = colors["kept-fill"];
  canvas.fillRect(from, top, to - from, bottom - top);
}

function drawEvents(
  canvas: CanvasRenderingContext2D,
  shown: Tide,
  frame: Frame,
  colors: Colors,
  upTo: number,
  chosen: TideEvent | null,
): void {
  const size = shown.events.length > 400 ? 2 : 4;
  for (const event of shown.events) {
    if (event.readAt > upTo) break;
    mark(canvas, event.fate, frame.x(event.readAt), frame.y(event.at), size, colors);
  }
  if (chosen !== null && chosen.readAt <= upTo) {
    canvas.strokeStyle = colors.text;
    canvas.lineWidth = 1.5;
    canvas.beginPath();
    canvas.arc(frame.x(chosen.readAt), frame.y(chosen.at), size + 6, 0, 2 * Math.PI);
    canvas.stroke();
  }
}

/** Each fate has its own shape: circle, triangle, cross, diamond. */
function mark(canvas: CanvasRenderingContext2D, fate: Fate, x: number, y: number, size: number, colors: Colors): void {
  canvas.beginPath();
  if (fate === "late") {
    canvas.strokeStyle = colors.late;
    canvas.lineWidth = size > 2 ? 2.5 : 1.5;
    canvas.moveTo(x - size, y - size);
    canvas.lineTo(x + size, y + size);
    canvas.moveTo(x - size, y + size);
    canvas.lineTo(x + size, y - size);
    canvas.stroke();
    return;
  }
  if (fate === "counted") {
    canvas.fillStyle = colors.event;
    canvas.arc(x, y, size, 0, 2 * Math.PI);
  } else if (fate === "diverted") {
    canvas.fillStyle = colors.diverted;
    canvas.moveTo(x, y - size - 2);
    canvas.lineTo(x + size + 2, y);
    canvas.lineTo(x, y + size + 2);
    canvas.lineTo(x - size - 2, y);
  } else {
    canvas.fillStyle = colors.revised;
    canvas.moveTo(x, y - size - 1);
    canvas.lineTo(x + size + 1, y + size);
    canvas.lineTo(x - size - 1, y + size);
  }
  canvas.fill();
}

function drawLegend(canvas: CanvasRenderingContext2D, shown: Tide, frame: Frame, colors: Colors): void {
  const present = legend.filter(([fate]) =>
    shown.events.some((event) => event.fate === fate || (fate === "revised" && event.fate === "partly-late")),
  );
  canvas.textBaseline = "middle";
  canvas.textAlign = "left";
  const widths = present.map(([, words]) => canvas.measureText(words).width + 28);
  let x = Math.max(margin.left + 60, frame.width - margin.right - widths.reduce((sum, width) => sum + width, 0));
  for (const [i, [fate, words]] of present.entries()) {
    mark(canvas, fate, x + 6, 12, 4, colors);
    canvas.fillStyle = colors.text;
    canvas.fillText(words, x + 16, 12);
    x += widths[i]!;
  }
}
