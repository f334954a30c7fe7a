import { type Box, drawingChart, type Frame, type Label, type Line, type Tone, widthOf } from "./drawing.js";
import { type ChartSpec, colors, palette } from "./spec.js";

/** A record as {@link logChart} draws it. */
export interface DrawnRecord {
  readonly offset: number;
  /** Text in the box: a few characters, or several lines of them. */
  readonly text?: string | readonly string[];
  /** Records of one key share a color in all rows. Left out, or null: gray. */
  readonly key?: string | null;
  /** Drawn without a fill: the record is no longer there. */
  readonly tombstone?: boolean;
  /** State of the record, for the legend. Its color replaces that of the key. */
  readonly tone?: Tone;
}

/** A place between two records: every record before this offset is behind it, the record at the offset comes next. */
export interface LogPointer {
  readonly offset: number;
  readonly label: string;
  /** Above the boxes by default. */
  readonly side?: "above" | "below";
}

/** A log, one partition of it, or the same one at another time: a row of boxes. */
export interface DrawnLog {
  readonly name: string;
  readonly records: readonly DrawnRecord[];
  /** The first offset of the log, whether its record still exists or not; that of the first record by default. */
  readonly start?: number;
  /** The offset of the next record; one beyond the last record by default. */
  readonly end?: number;
  /** Positions: of readers, or of what is committed. Those at one offset share a line. */
  readonly pointers?: readonly LogPointer[];
}

/** Title and legend around the rows of {@link logChart}. */
export interface LogChart {
  readonly title?: string;
  readonly subtitle?: string;
  /** Meaning of each tone, in the order of the legend. */
  readonly meaning?: Partial<Record<Tone, string>>;
}

const LINE = 14;
const OFFSETS = 16;
const GAP = 16;

/**
 * Logs as on a whiteboard: a box for each record with its offset below, a dashed box for the next record, and a line
 * between two boxes for each position. An offset without a record is a dotted gap, as compaction leaves it. Rows share
 * their scale: equal offsets are below each other. Boxes have the color of their key where the picture shows which
 * records belong together, and the color of a tone where it shows the state of each record.
 *
 * Boxes are painted by key where the picture is about which records belong together, by tone where it is about what has
 * become of each.
 *
 * @param logs from top to bottom
 * @param around title and legend
 * @example
 * ```ts
 * import { logChart, show } from "tidemark";
 *
 * const byKey = ["ana", "ben", "ana"].map((key, offset) => ({ offset, key, text: key }));
 * const pointers = [{ offset: 1, label: "the shop reads on here" }];
 * await show(logChart([{ name: "tickets", records: byKey, pointers }]), { alt: "Three records; the shop has read one." });
 *
 * const byTone = [0, 1, 2].map((offset) => ({ offset, tone: offset < 1 ? "done" : "again" } as const));
 * const meaning = { done: "processed and committed", again: "processed, and comes again" };
 * await show(logChart([{ name: "tickets", records: byTone }], { title: "A crash", meaning }), {
 *   alt: "Three records; the last two come again.",
 * });
 * ```
 */
export function logChart(logs: readonly DrawnLog[], { title, subtitle, meaning = {} }: LogChart = {}): ChartSpec {
  const spans = logs.map(spanOf);
  const first = Math.min(...spans.map(({ start }) => start));
  const texts = logs.flatMap(({ records }) => records.map(linesOf));
  const cell = {
    width: Math.max(40, ...texts.flat().map((text) => widthOf(text) + 16)),
    height: 16 + LINE * Math.max(1, ...texts.map((lines) => lines.length)),
  };
  const names = Math.max(0, ...logs.map(({ name }) => widthOf(name))) + 14;
  const xOf = (offset: number): number => names + (offset - first) * cell.width;
  const colorOf = colorsOfKeys(logs);
  const boxes: Box[] = [];
  const frames: Frame[] = [];
  const lines: Line[] = [];
  const labels: Label[] = [];
  let top = 4;
  for (const [row, { name, records, pointers = [] }] of logs.entries()) {
    const { start, end } = spans[row]!;
    const [above, below] = [places(pointers, "above"), places(pointers, "below")];
    top += heightOf(above);
    const bottom = top + cell.height;
    labels.push({ x: names - 10, y: (top + bottom) / 2, text: name, align: "right", bold: true });
    const at = new Map(records.map((record) => [record.offset, record]));
    for (let offset = start; offset <= end; offset++) {
      const record = at.get(offset);
      const place = { left: xOf(offset) + 1.5, right: xOf(offset + 1) - 1.5, top, bottom };
      const x = (place.left + place.right) / 2;
      if (record?.tone !== undefined) boxes.push({ ...place, tone: record.tone });
      else frames.push({ ...place, ...lookOf(record, offset === end, colorOf) });
      const words = record === undefined ? [] : linesOf(record);
      const y = (top + bottom - (words.length - 1) * LINE) / 2;
      labels.push(...words.map((text, i) => ({ x, y: y + i * LINE, text })));
      labels.push({ x, y: bottom + OFFSETS / 2, text: String(offset), faint: true });
    }
    for (const { offset, said } of above) {
      const x = xOf(offset);
      lines.push({ x, x2: x, y: top - 9, y2: bottom });
      labels.push(...said.map((text, i) => ({ x, y: top - 16 - (said.length - 1 - i) * LINE, text })));
    }
    top = bottom + OFFSETS;
    for (const { offset, said } of below) {
      const x = xOf(offset);
      lines.push({ x, x2: x, y: top - OFFSETS - cell.height, y2: top + 3 });
      labels.push(...said.map((text, i) => ({ x, y: top + 11 + i * LINE, text })));
    }
    top += heightOf(below) + GAP;
  }
  // words beside the last line need room
  const rights = logs.flatMap(({ pointers = [] }) =>
    pointers.map(({ offset, label }) => xOf(offset) + widthOf(label) / 2),
  );
  const width = Math.ceil(Math.max(names, ...spans.map(({ end }) => xOf(end + 1)), ...rights) + 4);
  const height = Math.max(cell.height, top - GAP);
  return drawingChart({ title, subtitle, width, height, boxes, frames, lines, labels, meaning });
}

/** A record in its key's color; the place of the next one dashed; a gap dotted. */
function lookOf(
  record: DrawnRecord | undefined,
  isNext: boolean,
  colorOf: (key: DrawnRecord["key"]) => string,
): Pick<Frame, "color" | "look"> {
  if (record !== undefined)
    return { color: colorOf(record.key), look: record.tombstone === true ? "hollow" : "filled" };
  return isNext ? { color: colors.window, look: "dashed" } : { color: colors.faint, look: "dotted" };
}

const linesOf = ({ text = [] }: DrawnRecord): readonly string[] => (typeof text === "string" ? [text] : text);

/** From the first offset to the place of the next record. */
function spanOf({ records, start, end }: DrawnLog): { readonly start: number; readonly end: number } {
  const offsets = records.map(({ offset }) => offset);
  const least = Math.min(...offsets, start ?? end ?? Number.POSITIVE_INFINITY);
  const from = Number.isFinite(least) ? least : 0;
  return { start: from, end: end ?? Math.max(from - 1, ...offsets) + 1 };
}

function colorsOfKeys(logs: readonly DrawnLog[]): (key: string | null | undefined) => string {
  const keys = new Set(logs.flatMap(({ records }) => records.map(({ key }) => key ?? null)));
  keys.delete(null);
  const order = [...keys];
  return (key) => (key === null || key === undefined ? colors.quiet : palette[order.indexOf(key) % palette.length]!);
}

interface Place {
  readonly offset: number;
  readonly said: readonly string[];
}

/** Pointers of one side, those of one offset together. */
function places(pointers: readonly LogPointer[], wanted: "above" | "below"): readonly Place[] {
  const at = new Map<number, string[]>();
  for (const { offset, label, side = "above" } of pointers)
    if (side === wanted) at.set(offset, [...(at.get(offset) ?? []), label]);
  return [...at].map(([offset, said]) => ({ offset, said }));
}

const heightOf = (at: readonly Place[]): number =>
  at.length === 0 ? 0 : 10 + LINE * Math.max(...at.map(({ said }) => said.length));
