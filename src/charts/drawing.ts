import { type ChartSpec, colors } from "./spec.js";

/** The role of a color in a drawing; the legend says what it means there. */
export type Tone = "done" | "again" | "open" | "waiting" | "mark";

const tones: Readonly<Record<Tone, string>> = {
  done: "#8fb8d6",
  again: "#e8969e",
  open: colors.kept,
  waiting: "#eceff1",
  mark: "#9fc9a8",
};

/** A rectangle; all lengths in pixels from the upper left corner. */
interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A rectangle filled with the color of its tone. */
export interface Box extends Rectangle {
  readonly tone: Tone;
}

/** A rectangle in a color without a place in the legend. */
export interface Frame extends Rectangle {
  readonly color: string;
  /** `filled` lightly with its color, `hollow` (outline only), or an outline that is `dashed` or `dotted`. */
  readonly look: "filled" | "hollow" | "dashed" | "dotted";
}

/** A line from one point to another. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly dashed?: boolean;
}

/** A text at a point. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align?: "left" | "center" | "right";
  readonly bold?: boolean;
  readonly faint?: boolean;
}

/** A whiteboard drawing: boxes, lines and words at given places. */
export interface Drawing {
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly frames?: readonly Frame[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  /** Meaning of each tone, in the order of the legend; a tone without a meaning has no legend. */
  readonly meaning: Partial<Record<Tone, string>>;
}

/** A drawing as a chart. Equal drawings give equal charts. */
export function drawingChart(drawing: Drawing): ChartSpec {
  const { title = "", subtitle, width, height, boxes, frames = [], lines, labels, meaning } = drawing;
  const x = { type: "quantitative", scale: { domain: [0, width], nice: false }, axis: null };
  const y = { type: "quantitative", scale: { domain: [height, 0], nice: false }, axis: null };
  const corners = {
    x: { ...x, field: "left" },
    x2: { field: "right" },
    y: { ...y, field: "top" },
    y2: { field: "bottom" },
  };
  return {
    ...(title === "" ? {} : { title: subtitle === undefined ? title : { text: title, subtitle } }),
    width,
    height,
    layer: [
      {
        data: { values: boxes.map((box) => ({ ...box, says: meaning[box.tone] ?? box.tone })) },
        mark: { type: "rect", stroke: colors.quiet, strokeWidth: 1, cornerRadius: 3 },
        encoding: { ...corners, color: toneColor(boxes, meaning) },
      },
      ...looks.flatMap(({ look, ...mark }) => {
        const values = frames.filter((frame) => frame.look === look);
        return values.length === 0
          ? []
          : [
              {
                data: { values },
                mark: { type: "rect", strokeWidth: 1.5, cornerRadius: 3, ...mark },
                encoding: {
                  ...corners,
                  fill: { field: "color", scale: null },
                  stroke: { field: "color", scale: null },
                },
              },
            ];
      }),
      {
        data: { values: lines.map((line) => ({ ...line, dashed: line.dashed === true })) },
        mark: { type: "rule", color: colors.text, strokeWidth: 1.5 },
        encoding: {
          x: { ...x, field: "x" },
          x2: { field: "x2" },
          y: { ...y, field: "y" },
          y2: { field: "y2" },
          strokeDash: {
            field: "dashed",
            type: "nominal",
            scale: {
              domain: [false, true],
              range: [
                [1, 0],
                [4, 3],
              ],
            },
            legend: null,
          },
        },
      },
      {
        data: { values: labels.map((label) => ({ align: "center", bold: false, faint: false, ...label })) },
        mark: {
          type: "text",
          baseline: "middle",
          fontSize: 11,
          align: { expr: "datum.align" },
          fontWeight: { expr: "datum.bold ? 'bold' : 'normal'" },
          fill: { expr: `datum.faint ? '${colors.quiet}' : '${colors.text}'` },
        },
        encoding: { x: { ...x, field: "x" }, y: { ...y, field: "y" }, text: { field: "text" } },
      },
    ],
  };
}

const looks = [
  { look: "filled", fillOpacity: 0.2 },
  { look: "hollow", fillOpacity: 0 },
  { look: "dashed", fillOpacity: 0, strokeDash: [5, 4] },
  { look: "dotted", fillOpacity: 0, strokeDash: [2, 3] },
] as const;

/** Only tones that are drawn appear in the legend. */
function toneColor(boxes: readonly Box[], meaning: Drawing["meaning"]): ChartSpec {
  const used = new Set(boxes.map(({ tone }) => tone));
  const order = [...new Set([...(Object.keys(meaning) as Tone[]), ...used])].filter((tone) => used.has(tone));
  const explained = order.flatMap((tone) => meaning[tone] ?? []);
  const legend = { orient: "bottom", direction: "horizontal", columns: 0, symbolType: "square", symbolStrokeWidth: 1 };
  return {
    field: "says",
    type: "nominal",
    title: null,
    scale: { domain: order.map((tone) => meaning[tone] ?? tone), range: order.map((tone) => tones[tone]) },
    legend: explained.length === 0 ? null : { ...legend, values: explained },
  };
}

/** Approximate width of a text in pixels, for leaving room. */
export const widthOf = (text: string): number => text.length * 6.6;
