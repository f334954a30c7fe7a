/**
 * The pieces of this lesson at work: hopping counts, sessions and sliding counts of one stream of two partitions, closed
 * by its watermark, in a program written by hand. A grader puts a learner's piece in the place of one of ours.
 */
import { count, hopping, millis, pipeline, record, run, session, sliding, sum, type WindowSpec } from "tidemark";
import type { Event, Session, Window } from "tidemark/exercises";
import type { Immediate, Integration } from "tidemark/grading";
import { z } from "zod";
import { type ByHand, integrationByHand } from "../_by-hand.js";

interface SlidingCount extends Window {
  readonly count: number;
}

/** Where nothing is given, a part of the program is left out. */
export interface Pieces {
  assign?(ts: number, sizeMs: number, hopMs: number, offsetMs: number): readonly Window[];
  merge?(sessions: readonly Session[], event: Event, gapMs: number): readonly Session[];
  slide?(times: readonly number[], differenceMs: number): readonly SlidingCount[];
}

const delayMs = 15;
const [sizeMs, hopMs, offsetMs] = [12, 5, 2];
const gapMs = 6;
const differenceMs = 8;
/** By partition: out of order, but never by more than the delay; with bridges, equal times, and times before zero. */
const stream: readonly (readonly number[])[] = [
  [-9, 3, -3, 12, 2, 15, 15, 27, 21, 48, 45, 70],
  [4, -7, 8, 9, 22, 14, 33, 30, 36, 42, 57, 71],
];

const eventAt = (ts: number): Event => ({ id: `e${ts}`, key: "all", ts, value: ts % 4 });

type Told = readonly [what: "hopping" | "session" | "sliding", start: number, end: number, figures: string];
const tell = ([what, start, end, figures]: Told): string => `${what} ${start} to ${end}: ${figures}`;

function start(pieces: Pieces): (partition: number, ts: number) => string[] {
  const watermarks = stream.map(() => Number.NEGATIVE_INFINITY);
  const hops = new Map<number, { readonly window: Window; count: number }>();
  let sessions: readonly Session[] = [];
  const times: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  return (partition, ts) => {
    for (const window of pieces.assign?.(ts, sizeMs, hopMs, offsetMs) ?? []) {
      const known = hops.get(window.start) ?? { window, count: 0 };
      hops.set(window.start, { window, count: known.count + 1 });
    }
    sessions = pieces.merge?.(sessions, eventAt(ts), gapMs) ?? [];
    times.push(ts);
    watermarks[partition] = Math.max(watermarks[partition] ?? ts, ts - delayMs);
    const watermark = Math.min(...watermarks);
    const closes = (last: number): boolean => before <= last && last < watermark;
    const told: Told[] = [];
    for (const { window, count } of hops.values()) {
      if (closes(window.end - 1)) told.push(["hopping", window.start, window.end, `${count}`]);
    }
    for (const { first, last, count, sum } of sessions) {
      if (closes(last + gapMs)) told.push(["session", first, last, `${count}, ${sum}`]);
    }
    for (const { start, end, count } of pieces.slide?.(times, differenceMs) ?? []) {
      if (closes(end)) told.push(["sliding", start, end, `${count}`]);
    }
    before = watermark;
    return told.map(tell);
  };
}

/** What the library makes of the same stream. */
function expected(pieces: Pieces): string[] {
  const results = (spec: WindowSpec) => {
    const counts = pipeline("counts")
      .from("events", z.object({ ts: z.number(), all: z.string(), value: z.number() }))
      .eventTime("ts", { outOfOrderness: millis(delayMs) })
      .keyBy("all")
      .window(spec)
      .aggregate({ events: count(), values: sum("value") })
      .to("windows");
    const inputs = stream.flatMap((times, partition) =>
      times.map((ts) => record("events", { ts, all: "all", value: eventAt(ts).value }, { partition })),
    );
    return run(counts, inputs, { finish: false }).results;
  };
  const told = (what: Told[0], spec: WindowSpec): string[] =>
    results(spec).map(({ window, row }) => {
      const figures = what === "session" ? `${row?.events}, ${row?.values}` : `${row?.events}`;
      return tell([what, window?.start ?? 0, window?.end ?? 0, figures]);
    });
  return [
    ...(pieces.assign ? told("hopping", hopping(millis(sizeMs), millis(hopMs), millis(offsetMs))) : []),
    ...(pieces.merge ? told("session", session(millis(gapMs))) : []),
    ...(pieces.slide ? told("sliding", sliding(millis(differenceMs))) : []),
  ];
}

/** The integration checks with a learner's piece in the program. */
export function integrationWith<Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Pieces,
): Integration<Contract> {
  return integrationByHand<Contract, number>(names, (functions): ByHand<number> => {
    const pieces = piece(functions);
    return { stream, start: () => start(pieces), expected: () => expected(pieces) };
  });
}
