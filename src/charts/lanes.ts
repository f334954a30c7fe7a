import { type Box, drawingChart, type Label, type Line, type Tone, widthOf } from "./drawing.js";
import type { ChartSpec } from "./spec.js";

/** A stretch of time with one activity, or none. */
export interface LaneSpan {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  readonly label?: string;
}

/** An event at one moment. */
export interface LaneMoment {
  readonly at: number;
  readonly label: string;
  /** The line above the lane that holds its words: 1, the lowest, by default. Neighbors take turns. */
  readonly line?: number;
}

/** An actor: a process, a broker, a disk. */
export interface ActorLane {
  readonly name: string;
  readonly spans: readonly LaneSpan[];
  readonly moments?: readonly LaneMoment[];
}

/** A chart of actors side by side: each has a lane, and time runs to the right. */
export interface ActorLanes {
  readonly title: string;
  readonly subtitle?: string;
  /** From the top to the bottom. */
  readonly lanes: readonly ActorLane[];
  /** Vertical lines through all lanes: a crash, a power cut. */
  readonly cuts?: readonly { readonly at: number; readonly label: string }[];
  readonly meaning: Partial<Record<Tone, string>>;
  /** Width of the time axis in pixels (default 520). */
  readonly width?: number;
}

const BAR = 22;
const LINE = 15;
const GAP = 18;

/**
 * Actors over time, from left to right: a bar for each stretch, a tick with words for each moment, a dashed line
 * through all lanes for an event that hits everybody.
 *
 * @param drawing times in any unit; only their distances count
 * @example
 * ```ts
 * import { actorLanes, show } from "tidemark";
 *
 * const lanes = [
 *   { name: "worker A", spans: [{ from: 0, to: 2, tone: "done" }, { from: 2, to: 9, tone: "waiting" }] },
 *   { name: "worker B", spans: [{ from: 5, to: 9, tone: "mark" }], moments: [{ at: 5, label: "takes over" }] },
 * ] as const;
 * await show(actorLanes({ title: "A zombie", lanes, meaning: { waiting: "stands still" } }), {
 *   alt: "Worker A stands still from 2 on; at 5 worker B takes over.",
 * });
 * ```
 */
export function actorLanes({ title, subtitle, lanes, cuts = [], meaning, width = 520 }: ActorLanes): ChartSpec {
  const times = lanes.flatMap(({ spans, moments = [] }) => [
    ...spans.flatMap(({ from, to }) => [from, to]),
    ...moments.map(({ at }) => at),
  ]);
  const all = [...times, ...cuts.map(({ at }) => at)];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const names = Math.max(0, ...lanes.map(({ name }) => widthOf(name))) + 14;
  const xOf = (at: number): number => names + ((at - first) / Math.max(1, last - first)) * width;
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const labels: Label[] = [];
  let top = cuts.length > 0 ? LINE + 6 : 4;
  for (const { name, spans, moments = [] } of lanes) {
    const above = Math.max(0, ...moments.map(({ line = 1 }) => line));
    top += above * LINE;
    const bottom = top + BAR;
    labels.push({ x: names - 10, y: top + BAR / 2, text: name, align: "right", bold: true });
    for (const { from, to, tone, label } of spans) {
      boxes.push({ left: xOf(from), right: xOf(to), top, bottom, tone });
      if (label !== undefined) labels.push({ x: xOf(widestPiece(from, to, cuts)), y: top + BAR / 2, text: label });
    }
    for (const { at, label, line = 1 } of moments) {
      const y = top - line * LINE;
      lines.push({ x: xOf(at), x2: xOf(at), y: y + LINE - 2, y2: bottom });
      labels.push({ x: xOf(at), y: y + LINE / 2 - 1, text: label });
    }
    top = bottom + GAP;
  }
  for (const { at, label } of cuts) {
    lines.push({ x: xOf(at), x2: xOf(at), y: LINE, y2: top - GAP / 2, dashed: true });
    labels.push({ x: xOf(at), y: LINE / 2, text: label, bold: true });
  }
  // words at the right edge need room
  const words = [...lanes.flatMap(({ moments = [] }) => moments), ...cuts];
  const right = Math.max(names + width + 10, ...words.map(({ at, label }) => xOf(at) + widthOf(label) / 2));
  const parts = subtitle === undefined ? { title } : { title, subtitle };
  return drawingChart({ ...parts, width: Math.ceil(right), height: top, boxes, lines, labels, meaning });
}

/** The middle of the longest piece that the cuts leave of a stretch: no line crosses words placed there. */
function widestPiece(from: number, to: number, cuts: readonly { readonly at: number }[]): number {
  const inside = cuts.map(({ at }) => at).filter((at) => from < at && at < to);
  const bounds = [from, ...inside.sort((left, right) => left - right), to];
  const pieces = bounds.slice(1).map((end, i) => ({ length: end - bounds[i]!, middle: (bounds[i]! + end) / 2 }));
  return pieces.reduce((widest, piece) => (piece.length > widest.length ? piece : widest)).middle;
}
