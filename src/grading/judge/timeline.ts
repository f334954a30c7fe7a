import { wrap } from "../../charts/wrap.js";
import { number, show } from "../sandbox/show.js";

export { show } from "../sandbox/show.js";

/** What a cell of a timeline can hold; undefined leaves it empty. */
export type Cell = string | number | boolean | null | undefined;

/**
 * One row of a timeline, one thing that happened. The columns are free; these have a meaning of their own: `event`
 * (its id), `ts` (event time), `watermark`, `windows`, `out` (what came out), `right` (what should have come out),
 * `wrong` (this is the row where it went wrong).
 */
export interface Moment {
  readonly wrong?: boolean;
  readonly [column: string]: Cell;
}

/** What happened, in the order in which it happened. */
export type Timeline = readonly Moment[];

const headings: Readonly<Record<string, string>> = {
  ts: "event time",
  delayMs: "delay",
  out: "came out",
  right: "should be",
};

/** Columns whose texts are names from the input, as they are. */
const names = ["event", "id", "key"];

/** A name that could be taken for a number, for a word of the language, or for nothing at all keeps its quotes. */
const misleading = /^$|^\s|\s$|^[-+]?[\d.]+(?:e[-+]?\d+)?$|^(?:null|undefined|true|false|NaN|-?Infinity)$/;

const cell = (column: string, value: Cell): string => {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return number(value);
  if (typeof value === "string" && names.includes(column) && misleading.test(value)) return show(value);
  return `${value}`;
};

/** A timeline as a table: one column for each name that occurs, in the order in which they first do. */
export function timelineTable(timeline: Timeline): { headings: string[]; rows: string[][]; numeric: boolean[] } {
  const columns = [...new Set(timeline.flatMap((moment) => Object.keys(moment)))].filter((name) => name !== "wrong");
  return {
    headings: columns.map((name) => headings[name] ?? name),
    rows: timeline.map((moment) => columns.map((name) => cell(name, moment[name]))),
    numeric: columns.map((name) => timeline.every((moment) => typeof (moment[name] ?? 0) === "number")),
  };
}

/**
 * A timeline as lines of text, at most `width` characters wide; the row that went wrong has an arrow. Nothing is cut: a
 * table that is too wide becomes a block of lines for each row.
 */
export function timelineText(timeline: Timeline, width = 76): string[] {
  const lines = tableText(timeline);
  return lines.every((line) => line.length <= width) ? lines : blocksText(timeline, width);
}

/** The table as lines, however wide: its heading, then one for each row. */
function tableText(timeline: Timeline): string[] {
  const { headings, rows, numeric } = timelineTable(timeline);
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row, index) => {
    const cells = row.map((text, column) => {
      const room = widths[column] ?? 0;
      return numeric[column] === true ? text.padStart(room) : text.padEnd(room);
    });
    return `${arrow(timeline[index - 1])}${cells.join("  ")}`.trimEnd();
  });
}

const arrow = (moment: Moment | undefined): string => (moment?.wrong === true ? "> " : "  ");

/** Cells that are no longer than this share a line of a block. */
const shortCell = 16;

/** One row a block: its number and short cells on a line, then each longer cell on lines of its own. */
function blocksText(timeline: Timeline, width: number): string[] {
  const { headings, rows } = timelineTable(timeline);
  const answers = ["came out", "should be"];
  return rows.flatMap((row, index) => {
    const cells = row.flatMap((text, column) => (text === "" ? [] : [{ heading: headings[column] ?? "", text }]));
    const isShort = ({ heading, text }: { heading: string; text: string }): boolean =>
      text.length <= shortCell && !answers.includes(heading);
    const long = cells.filter((one) => !isShort(one));
    const label = Math.max(0, ...long.map(({ heading }) => heading.length)) + 2;
    const head = `${index + 1}  ${cells
      .filter(isShort)
      .map(({ heading, text }) => `${heading} ${text}`)
      .join(", ")}`;
    return [
      ...wrap(head.trimEnd(), width - 2).map((line, at) => `${at === 0 ? arrow(timeline[index]) : "  "}${line}`),
      ...long.flatMap(({ heading, text }) =>
        wrap(text, width - label - 5).map((line, at) => `     ${(at === 0 ? heading : "").padEnd(label)}${line}`),
      ),
    ];
  });
}
