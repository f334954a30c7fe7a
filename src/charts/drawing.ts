import { type ChartSpec, colors } from "./spec.js";

/** What a color says in a drawing; what it means there, its legend says. */
export type Tone = "done" | "again" | "open" | "waiting" | "mark";

const tones: Readonly<Record<Tone, string>> = {
  done: "#8fb8d6",
  again: "#e8969e",
  open: "#f5cf96",
  waiting: "#eceff1",
  mark: "#9fc9a8",
};

/** A filled rectangle; all lengths in pixels from the upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly tone: Tone;
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

/** What one would draw on a whiteboard: boxes, lines and words at places that somebody has worked out. */
export interface Drawing {
  readonly title: string;
  readonly subtitle?: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
  /** What each tone means, in the order of the legend; tones that are not here have no legend. */
  readonly meaning: Partial<Record<Tone, string>>;
}

/** A drawing as a chart. Equal drawings give equal charts. */
export function drawingChart({ title, subtitle, width, height, boxes, lines, labels, meaning }: Drawing): ChartSpec {
  const x = { type: "quantitative", scale: { domain: [0, width], nice: false }, axis: null };
  const y = { type: "quantitative", scale: { domain: [height, 0], nice: false }, axis: null };
  const used = new Set(boxes.map(({ tone }) => tone));
  const order = [...new Set([...(Object.keys(meaning) as Tone[]), ...used])].filter((tone) => used.has(tone));
  const nameOf = (tone: Tone): string => meaning[tone] ?? tone;
  const explained = order.filter((tone) => meaning[tone] !== undefined).map(nameOf);
  return {
    title: subtitle === undefined ? title : { text: title, subtitle },
    width,
    height,
    layer: [
      {
        data: { values: boxes.map((box) => ({ ...box, says: nameOf(box.tone) })) },
        mark: { type: "rect", stroke: "#5b6b76", strokeWidth: 1, cornerRadius: 2 },
        encoding: {
          x: { ...x, field: "left" },
          x2: { field: "right" },
          y: { ...y, field: "top" },
          y2: { field: "bottom" },
          color: {
            field: "says",
            type: "nominal",
            title: null,
            scale: { domain: order.map(nameOf), range: order.map((tone) => tones[tone]) },
            legend:
              explained.length === 0
                ? null
                : {
                    orient: "bottom",
                    direction: "horizontal",
                    columns: 0,
                    symbolType: "square",
                    symbolStrokeWidth: 1,
                    values: explained,
                    labelLimit: 0,
                  },
          },
        },
      },
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
          fill: { expr: `datum.faint ? '#7b868d' : '${colors.text}'` },
        },
        encoding: { x: { ...x, field: "x" }, y: { ...y, field: "y" }, text: { field: "text" } },
      },
    ],
  };
}

/** How wide a text is drawn, about, in pixels: for leaving room. */
export const widthOf = (text: string): number => text.length * 6.6;
