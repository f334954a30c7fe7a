import type { Moment, Timeline } from "../judge/timeline.js";

/** A timeline as a picture in text: event time to the right, one line for each row of the table beside it. */
export interface TimelinePicture {
  readonly heading: string;
  readonly rows: readonly string[];
  /** The signs that occur, explained. */
  readonly legend: string;
}

/** A window, session or other span of event time in a row. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** `[start, end)`: it does not hold its end. */
  readonly isHalfOpen: boolean;
}

/** Fewer columns than this show nothing. */
const leastRoom = 16;

/**
 * Draws a timeline.
 *
 * @param room columns at most
 * @returns `null` where there is too little room, or nothing to draw
 */
export function timelinePicture(timeline: Timeline, room: number): TimelinePicture | null {
  const scale = room < leastRoom ? null : timelineScale(timeline, room);
  if (scale === null) return null;
  const rows = timeline.map((moment) => drawRow(moment, scale.columnOf, scale.width));
  return {
    heading: headingOf(scale),
    rows: rows.map((row) => row.trimEnd()),
    legend: legendOf(rows.join("")),
  };
}

/** The times of a timeline on so many columns; `null` where there is nothing to draw, or too much for them. */
export function timelineScale(timeline: Timeline, columns: number): Scale | null {
  if (!timeline.some((moment) => isTime(timeOf(moment)) || spansOf(moment).length > 0)) return null;
  return scaleOf(withNeighbors(timesOf(timeline)), columns);
}

/** What of a row is drawn. */
export interface Drawn {
  readonly time: number | undefined;
  readonly watermark: number | undefined;
  /** The watermark that there should be. */
  readonly right: number | undefined;
  readonly spans: readonly Span[];
}

export function drawnOf(moment: Moment): Drawn {
  const finite = (value: unknown): number | undefined => (isTime(value) ? value : undefined);
  return {
    time: finite(timeOf(moment)),
    watermark: finite(watermarkOf(moment)),
    right: finite(rightWatermark(moment)),
    spans: spansOf(moment),
  };
}

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** Every time that is drawn, ascending, each once. */
function timesOf(timeline: Timeline): number[] {
  const all = timeline.flatMap((moment) => [
    ...[timeOf(moment), watermarkOf(moment), rightWatermark(moment)].filter(isTime),
    ...spansOf(moment).flatMap(({ start, end }) => [start, end]),
  ]);
  return [...new Set(all)].sort((left, right) => left - right);
}

/** One time alone is drawn in the middle: an event exactly at the watermark is the case that many are about. */
const withNeighbors = (times: readonly number[]): readonly number[] => {
  const [only] = times;
  return only !== undefined && times.length === 1 ? [only - 1, only, only + 1] : times;
};

/** The event time of a row: a number, or as it is written in a name such as `p@3`. */
function timeOf({ ts, time, arrives, before }: Moment): unknown {
  if (ts !== undefined || time !== undefined) return ts ?? time;
  const [, written] = /^\w+@(-?\d+)$/.exec(`${arrives}`) ?? /^event at (-?\d+)/.exec(`${before}`) ?? [];
  return written === undefined ? undefined : Number(written);
}

const watermarkOf = (moment: Moment): unknown => moment.watermark ?? moment["W before"];

/** The watermark that there should be, where the row is about one. */
const rightWatermark = ({ watermark, right }: Moment): unknown => (isTime(watermark) ? right : undefined);

/** Columns that name windows or sessions; those that a row should have had come last. */
const spanColumns = ["window", "windows", "belongs to", "before", "right"];

/** The windows that a row names: `[0, 10)`, `[3, 5]`. */
function spansOf(moment: Moment): Span[] {
  for (const column of spanColumns) {
    const found = [...`${moment[column] ?? ""}`.matchAll(/\[(-?\d+), (-?\d+)([)\]])/g)];
    if (found.length === 0) continue;
    return found.map(([, start, end, closing]) => ({
      start: Number(start),
      end: Number(end),
      isHalfOpen: closing === ")",
    }));
  }
  return [];
}

export interface Scale {
  /** Ascending, each once. */
  readonly times: readonly number[];
  readonly width: number;
  /** In proportion; else at equal distances. */
  readonly isTrue: boolean;
  columnOf(time: number): number;
}

/**
 * Times to columns: in proportion where that keeps different times apart, else at equal distances; `null` where there
 * are more times than columns.
 */
function scaleOf(times: readonly number[], room: number): Scale | null {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const width = room - 1;
  const inProportion = (time: number): number => Math.round(((time - first) / (last - first)) * width);
  if (new Set(times.map(inProportion)).size === times.length) {
    return { times, width: room, isTrue: true, columnOf: inProportion };
  }
  const step = Math.floor(width / (times.length - 1));
  if (step < 1) return null;
  return { times, width: room, isTrue: false, columnOf: (time) => times.indexOf(time) * step };
}

function headingOf({ times, width, isTrue }: Scale): string {
  const [first, last] = [`${times[0]}`, `${times.at(-1)}`];
  const middle = [isTrue ? "event time" : "event time, not to scale", "event time", ""].find(
    (text) => first.length + last.length + text.length + 4 <= width,
  );
  if (middle === undefined) return "";
  const dashes = width - first.length - last.length - middle.length - 4;
  const left = Math.floor(dashes / 2);
  return middle === ""
    ? `${first} ${"─".repeat(Math.max(0, dashes + 2))} ${last}`
    : `${first} ${"─".repeat(left)} ${middle} ${"─".repeat(dashes - left)} ${last}`;
}

function drawRow(moment: Moment, columnOf: (time: number) => number, width: number): string {
  const signs: string[] = Array.from({ length: width }, () => " ");
  const { time, watermark, right, spans } = drawnOf(moment);
  for (const { start, end, isHalfOpen } of spans) {
    const [from, to] = [columnOf(start), columnOf(end)];
    for (let column = from + 1; column < to; column++) if (signs[column] === " ") signs[column] = "─";
    signs[from] = "[";
    signs[to] = isHalfOpen ? ")" : "]";
  }
  if (right !== undefined) signs[columnOf(right)] = "┊";
  if (watermark !== undefined) signs[columnOf(watermark)] = "│";
  if (time !== undefined) {
    const column = columnOf(time);
    // On the watermark itself an event is drawn with it: which of the two comes first is what many cases are about.
    signs[column] = moment.wrong === true ? "✗" : signs[column] === "│" ? "◆" : "●";
  }
  return signs.join("");
}

function legendOf(drawn: string): string {
  const told: readonly (readonly [sign: RegExp, meaning: string])[] = [
    [/●/, "● event"],
    [/◆/, "◆ event at the watermark"],
    [/✗/, "✗ wrong here"],
    [/│/, "│ watermark"],
    [/┊/, "┊ should be"],
    [/\)/, "[─) window"],
    [/\]/, "[─] both ends included"],
  ];
  return told.flatMap(([sign, meaning]) => (sign.test(drawn) ? [meaning] : [])).join("   ");
}
