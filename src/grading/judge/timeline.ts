import { number } from "../sandbox/show.js";

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

const cell = (value: Cell): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "number" ? number(value) : `${value}`;
};

/** A timeline as a table: one column for each name that occurs, in the order in which they first do. */
export function timelineTable(timeline: Timeline): { headings: string[]; rows: string[][]; numeric: boolean[] } {
  const columns = [...new Set(timeline.flatMap((moment) => Object.keys(moment)))].filter((name) => name !== "wrong");
  return {
    headings: columns.map((name) => headings[name] ?? name),
    rows: timeline.map((moment) => columns.map((name) => cell(moment[name]))),
    numeric: columns.map((name) => timeline.every((moment) => typeof (moment[name] ?? 0) === "number")),
  };
}

/** A timeline as lines of text, at most `width` characters wide; the row that went wrong has an arrow. */
export function timelineText(timeline: Timeline, width = 76): string[] {
  const { headings, rows, numeric } = timelineTable(timeline);
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row, index) => {
    const arrow = index > 0 && timeline[index - 1]?.wrong === true ? "> " : "  ";
    const cells = row.map((text, column) => {
      const room = widths[column] ?? 0;
      return numeric[column] === true ? text.padStart(room) : text.padEnd(room);
    });
    const line = `${arrow}${cells.join("  ")}`.trimEnd();
    return line.length > width ? `${line.slice(0, width - 1)}…` : line;
  });
}
