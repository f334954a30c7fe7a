import { type ChartSpec, colors } from "./spec.js";

/** A record as {@link logChart} draws it. */
export interface DrawnRecord {
  readonly offset: number;
  /** Records of one key share a color; left out, or null: gray. */
  readonly key?: string | null;
  /** What stands in the box, a few characters a line. */
  readonly text: string | readonly string[];
  /** Drawn without a fill, as a mark that something is no more. */
  readonly tombstone?: boolean;
}

/** A log, one partition of it, or the same one at another time: a row of boxes. */
export interface DrawnLog {
  readonly title: string;
  readonly records: readonly DrawnRecord[];
  /** The first offset of the log, whether its record is still there or not; that of the first record unless told. */
  readonly start?: number;
  /** The offset that the next record gets; one beyond the last record unless told. */
  readonly end?: number;
  /** Where readers stand: each at the offset that it reads next. */
  readonly readers?: readonly { readonly name: string; readonly offset: number }[];
}

/** Apart for the color-blind too; more keys than these begin again. */
const palette = ["#2f6f9f", "#e07a00", "#3a8f5d", "#8a5aa3", "#b03a5b", "#7a6a1f"];

const CELL = { width: 54, height: 44 };
const LINE_HEIGHT = 13;
/** Under each box its offset, and readers under that; in pixels. */
const BELOW = { offsets: 18, readers: 40, gap: 14 };

/**
 * Logs as one draws them on a whiteboard: a box for each record, its offset under it, a dashed box where the next one
 * goes, and an arrow for each reader. An offset between start and end that holds no record is a dotted gap, as
 * compaction leaves it. Rows share their scale: equal offsets stand under each other.
 *
 * @param logs from top to bottom
 * @param title what stands above them
 * @example
 * ```ts
 * import { logChart, show } from "tidemark";
 *
 * const records = ["ana", "ben", "ana"].map((key, offset) => ({ offset, key, text: key }));
 * const readers = [{ name: "shop", offset: 1 }];
 * await show(logChart([{ title: "tickets", records, readers }]), { alt: "Three records; the shop reads the second next." });
 * ```
 */
export function logChart(logs: readonly DrawnLog[], title = ""): ChartSpec {
  const drawn = placed(logs);
  const first = Math.min(0, ...drawn.map(({ from }) => from));
  const end = Math.max(1, ...drawn.map(({ to }) => to));
  const width = (end - first + 1) * CELL.width;
  const bottom = drawn.at(-1);
  const height = bottom === undefined ? CELL.height : bottom.y + CELL.height + bottom.below;
  const x = (field: string): ChartSpec => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: [first - 0.5, end + 0.5], zero: false, nice: false },
  });
  const y = (field: string): ChartSpec => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: [0, height], reverse: true, zero: false, nice: false },
  });
  const box = (boxes: readonly Box[], mark: ChartSpec): ChartSpec => ({
    data: { values: boxes },
    mark: { type: "rect", cornerRadius: 4, ...mark },
    encoding: { x: x("left"), x2: { field: "right" }, y: y("top"), y2: { field: "bottom" }, ...paint(boxes) },
  });
  const write = (words: readonly Word[], mark: ChartSpec): ChartSpec => ({
    data: { values: words },
    mark: { type: "text", color: colors.text, ...mark },
    encoding: { x: x("x"), y: y("y"), text: { field: "word" } },
  });
  const boxes = (kind: Box["kind"]): readonly Box[] =>
    drawn.flatMap((row) => row.boxes.filter((one) => one.kind === kind));
  const readers = drawn.flatMap((row) => row.readers);
  return {
    ...(title === "" ? {} : { title }),
    width,
    height,
    layer: [
      box(boxes("gap"), { strokeDash: [2, 3], stroke: colors.faint, fillOpacity: 0 }),
      box(boxes("next"), { strokeDash: [5, 4], stroke: colors.window, fillOpacity: 0 }),
      box(boxes("record"), { fillOpacity: 0.2, strokeWidth: 1.5 }),
      box(boxes("tombstone"), { fillOpacity: 0, strokeWidth: 1.5 }),
      write(
        drawn.flatMap((row) => row.texts),
        { fontSize: 11, lineBreak: "\n", baseline: "middle", lineHeight: LINE_HEIGHT },
      ),
      write(
        drawn.flatMap((row) => row.offsets),
        { fontSize: 10, baseline: "top", color: "#5b6b76" },
      ),
      write(
        drawn.map((row) => ({ x: first - 0.5, y: row.y + CELL.height / 2, word: row.title })),
        {
          align: "right",
          baseline: "middle",
          dx: -10,
          fontSize: 12,
        },
      ),
      {
        data: { values: readers },
        mark: { type: "point", shape: "triangle-up", size: 70, filled: true, color: colors.late, opacity: 1 },
        encoding: { x: x("x"), y: y("y") },
      },
      write(
        readers.map((reader) => ({ ...reader, y: reader.y + 7 })),
        { fontSize: 11, baseline: "top", color: colors.late, lineBreak: "\n", lineHeight: LINE_HEIGHT },
      ),
    ],
  };
}

interface Box {
  readonly kind: "record" | "tombstone" | "gap" | "next";
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly color: string;
}

interface Word {
  readonly x: number;
  readonly y: number;
  readonly word: string;
}

interface Row {
  readonly title: string;
  readonly y: number;
  readonly below: number;
  readonly from: number;
  readonly to: number;
  readonly boxes: readonly Box[];
  readonly texts: readonly Word[];
  readonly offsets: readonly Word[];
  readonly readers: readonly Word[];
}

/** Records are painted in their key's color; a gap and the next place have none. */
const paint = (boxes: readonly Box[]): ChartSpec =>
  boxes.some(({ kind }) => kind === "record" || kind === "tombstone")
    ? { fill: { field: "color", scale: null }, stroke: { field: "color", scale: null } }
    : {};

function placed(logs: readonly DrawnLog[]): readonly Row[] {
  const keys = [...new Set(logs.flatMap(({ records }) => records.map(({ key }) => key ?? null)))].filter(
    (key) => key !== null,
  );
  const colorOf = (key: string | null | undefined): string =>
    key === null || key === undefined ? "#7b8790" : palette[keys.indexOf(key) % palette.length]!;
  const rows: Row[] = [];
  let y = 0;
  for (const log of logs) {
    const below = BELOW.offsets + (log.readers === undefined ? 0 : BELOW.readers) + BELOW.gap;
    rows.push(place(log, y, below, colorOf));
    y += CELL.height + below;
  }
  return rows;
}

function place(log: DrawnLog, y: number, below: number, colorOf: (key: string | null | undefined) => string): Row {
  const byOffset = new Map(log.records.map((record) => [record.offset, record]));
  const least = Math.min(...byOffset.keys(), log.start ?? log.end ?? Number.POSITIVE_INFINITY);
  const start = Number.isFinite(least) ? least : 0;
  const to = log.end ?? Math.max(start - 1, ...byOffset.keys()) + 1;
  const places = Array.from({ length: to - start + 1 }, (_, i) => start + i);
  const boxes = places.map((offset): Box => {
    const record = byOffset.get(offset);
    const kind = offset === to ? "next" : record === undefined ? "gap" : record.tombstone ? "tombstone" : "record";
    const half = 0.46;
    const color = colorOf(record?.key);
    return { kind, left: offset - half, right: offset + half, top: y, bottom: y + CELL.height, color };
  });
  const texts = log.records.map(({ offset, text }) => {
    const lines = typeof text === "string" ? [text] : text;
    // Vega puts the middle of the first line there, so further ones must lift it.
    return { x: offset, y: y + CELL.height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2, word: lines.join("\n") };
  });
  const offsets = places.map((offset) => ({ x: offset, y: y + CELL.height + 4, word: String(offset) }));
  return { title: log.title, y, below, from: start, to, boxes, texts, offsets, readers: readersOf(log, y) };
}

/** Readers that stand at one offset share an arrow. */
function readersOf({ readers = [] }: DrawnLog, y: number): readonly Word[] {
  const at = new Map<number, string[]>();
  for (const { name, offset } of readers) at.set(offset, [...(at.get(offset) ?? []), name]);
  return [...at].map(([x, names]) => ({ x, y: y + CELL.height + BELOW.offsets + 6, word: names.join("\n") }));
}
