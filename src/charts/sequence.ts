import { UsageError } from "../core/usage-error.js";
import { type ChartSpec, colors } from "./spec.js";

/** One step of a conversation. */
export interface SequenceStep {
  readonly from: string;
  /** Another actor: an arrow. The same as `from`: a note beside that lifeline. */
  readonly to: string;
  readonly text: string;
  /** Drawn red: the step that goes wrong. */
  readonly wrong?: boolean;
}

/** Input of {@link sequenceChart}. */
export interface Sequence {
  readonly title: string;
  readonly subtitle?: string;
  /** From left to right. */
  readonly actors: readonly string[];
  /** From top to bottom: the order is the time. */
  readonly steps: readonly SequenceStep[];
}

const COLUMN = 200;
const ROW = 34;
/** Gap between an arrow's end and its lifeline, as a share of a column, so that the head touches the line. */
const HEAD = 0.025;

/**
 * Messages between actors, as on a whiteboard: a line down for each actor, an arrow across for each step, the first on
 * top.
 *
 * @param sequence at least one actor; a step of somebody who is none of the actors is refused
 * @throws RangeError naming the step
 *
 * @example
 * ```ts
 * import { sequenceChart, show } from "tidemark";
 *
 * const steps = [
 *   { from: "reader", to: "service", text: "GET /saldo/1" },
 *   { from: "service", to: "reader", text: "503: not ready", wrong: true },
 * ];
 * await show(sequenceChart({ title: "Too early", actors: ["reader", "service"], steps }), {
 *   alt: "A reader asks, and the service is not ready.",
 * });
 * ```
 */
export function sequenceChart({ title, subtitle, actors, steps }: Sequence): ChartSpec {
  const placeOf = (name: string, row: number): number => {
    const place = actors.indexOf(name);
    if (place < 0)
      throw new UsageError(`step ${row} ("${steps[row]!.text}"): expected one of ${actors.join(", ")}, got "${name}"`);
    return place;
  };
  const drawn = steps.map((step, row) => arrow(placeOf(step.from, row), placeOf(step.to, row), row, step));
  const arrows = drawn.filter(({ note }) => !note);
  const height = (steps.length + 0.6) * ROW;
  const x = (field: string): ChartSpec => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: [-0.5, actors.length - 0.5], zero: false, nice: false },
  });
  const y = (field: string): ChartSpec => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: [-0.8, steps.length - 0.2], reverse: true, zero: false, nice: false },
  });
  const color = { field: "color", type: "nominal", scale: null };
  const lifelines = actors.map((name, place) => ({ name, place, top: -0.8, bottom: steps.length - 0.2 }));
  return {
    title: { text: title, offset: 26, ...(subtitle === undefined ? {} : { subtitle }) },
    width: actors.length * COLUMN,
    height,
    layer: [
      {
        data: { values: lifelines },
        mark: { type: "rule", color: colors.faint, strokeWidth: 1.5 },
        encoding: { x: x("place"), y: y("top"), y2: { field: "bottom" } },
      },
      {
        data: { values: lifelines },
        mark: { type: "text", baseline: "bottom", dy: -4, fontSize: 13, fontWeight: "bold", color: colors.text },
        encoding: { x: x("place"), y: y("top"), text: { field: "name" } },
      },
      {
        data: { values: arrows },
        mark: { type: "rule", strokeWidth: 1.8 },
        encoding: { x: x("from"), x2: { field: "end" }, y: y("row"), color },
      },
      ...(["triangle-right", "triangle-left"] as const).map((shape) => ({
        data: { values: arrows.filter((one) => one.head === shape) },
        mark: { type: "point", shape, size: 70, filled: true, opacity: 1 },
        encoding: { x: x("end"), y: y("row"), color },
      })),
      {
        data: { values: arrows },
        mark: { type: "text", baseline: "bottom", dy: -4, fontSize: 11.5 },
        encoding: { x: x("middle"), y: y("row"), text: { field: "text" }, color },
      },
      {
        data: { values: drawn.filter(({ note }) => note) },
        mark: { type: "text", align: "left", baseline: "middle", dx: 8, fontSize: 11.5 },
        encoding: { x: x("from"), y: y("row"), text: { field: "text" }, color },
      },
    ],
  };
}

function arrow(from: number, to: number, row: number, { text, wrong = false }: SequenceStep) {
  const end = to === from ? to : to > from ? to - HEAD : to + HEAD;
  return {
    row,
    from,
    end,
    text,
    note: from === to,
    middle: (from + to) / 2,
    head: to > from ? "triangle-right" : "triangle-left",
    color: wrong ? colors.late : colors.onTime,
  };
}
