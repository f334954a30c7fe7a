import { type Box, drawingChart, type Label, type Line, type Tone, widthOf } from "./drawing.js";
import type { ChartSpec } from "./spec.js";

/** One record of a partition, drawn as a box. */
export interface StripCell {
  readonly offset: number;
  readonly tone: Tone;
  /** What stands in the box: a word, or a few letters. */
  readonly text?: string;
}

/** A place between two records: it points at the left edge of the record with this offset. */
export interface StripPointer {
  readonly offset: number;
  readonly label: string;
  /** Above the boxes unless told. */
  readonly side?: "above" | "below";
}

/** A partition, or what somebody has of it. */
export interface Strip {
  readonly name: string;
  readonly cells: readonly StripCell[];
  readonly pointers?: readonly StripPointer[];
}

export interface LogStrips {
  readonly title: string;
  readonly subtitle?: string;
  readonly strips: readonly Strip[];
  /** What each tone means, in the order of the legend. */
  readonly meaning: Partial<Record<Tone, string>>;
  /** Width of a box in pixels (default 34). */
  readonly cellWidth?: number;
}

const CELL_HEIGHT = 28;
const OFFSETS_HEIGHT = 14;
const POINTER_HEIGHT = 26;
const GAP = 16;

/**
 * Partitions as one draws them: a row of boxes with their offsets below, and arrows for positions. Strips share their
 * offsets, so equal ones stand below each other; gaps in the offsets stay gaps.
 *
 * @param drawing what to draw; a pointer at the end stands behind the last record
 * @example
 * ```ts
 * import { logStrips, show } from "tidemark";
 *
 * const cells = [0, 1, 2, 3].map((offset) => ({ offset, tone: offset < 2 ? "done" : "again" } as const));
 * const strips = [{ name: "orders", cells, pointers: [{ offset: 2, label: "committed" }] }];
 * const meaning = { done: "processed and committed", again: "processed, and comes again" };
 * await show(logStrips({ title: "A crash", strips, meaning }), { alt: "Four records; the last two come again." });
 * ```
 */
export function logStrips({ title, subtitle, strips, meaning, cellWidth = 34 }: LogStrips): ChartSpec {
  const offsets = strips.flatMap(({ cells, pointers = [] }) => [
    ...cells.flatMap(({ offset }) => [offset, offset + 1]),
    ...pointers.map(({ offset }) => offset),
  ]);
  const [first, last] = [Math.min(...offsets), Math.max(...offsets)];
  const names = Math.max(0, ...strips.map(({ name }) => widthOf(name))) + 14;
  const xOf = (offset: number): number => names + (offset - first) * cellWidth;
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const labels: Label[] = [];
  let top = 4;
  for (const { name, cells, pointers = [] } of strips) {
    const above = pointers.filter(({ side }) => side !== "below");
    const below = pointers.filter(({ side }) => side === "below");
    if (above.length > 0) top += POINTER_HEIGHT;
    const bottom = top + CELL_HEIGHT;
    labels.push({ x: names - 10, y: top + CELL_HEIGHT / 2, text: name, align: "right", bold: true });
    for (const { offset, tone, text } of cells) {
      const left = xOf(offset) + 1;
      const right = xOf(offset + 1) - 1;
      boxes.push({ left, right, top, bottom, tone });
      const middle = (left + right) / 2;
      if (text !== undefined) labels.push({ x: middle, y: top + CELL_HEIGHT / 2, text });
      labels.push({ x: middle, y: bottom + OFFSETS_HEIGHT / 2, text: String(offset), faint: true });
    }
    for (const pointer of above) {
      const x = xOf(pointer.offset);
      lines.push({ x, x2: x, y: top - 10, y2: bottom });
      labels.push({ x, y: top - 18, text: pointer.label });
    }
    top = bottom + OFFSETS_HEIGHT;
    for (const pointer of below) {
      const x = xOf(pointer.offset);
      lines.push({ x, x2: x, y: bottom - CELL_HEIGHT, y2: top + 4 });
      labels.push({ x, y: top + 13, text: pointer.label });
    }
    if (below.length > 0) top += POINTER_HEIGHT - 4;
    top += GAP;
  }
  // words beside the last arrow need room
  const room = Math.max(40, ...strips.flatMap(({ pointers = [] }) => pointers.map(({ label }) => widthOf(label) / 2)));
  const width = Math.ceil(xOf(last) + room);
  const parts = subtitle === undefined ? { title } : { title, subtitle };
  return drawingChart({ ...parts, width, height: top, boxes, lines, labels, meaning });
}
