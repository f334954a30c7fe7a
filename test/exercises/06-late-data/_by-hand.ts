/**
 * The pieces of this lesson at work, in a program written by hand: one partition in, and for each piece that is given,
 * what it makes come out. A grader puts a learner's piece in, and compares with the library's own run.
 */
import {
  complete,
  count,
  type EmitSpec,
  final,
  hopping,
  millis,
  pipeline,
  run,
  tumbling,
  updates,
  type WindowSpec,
} from "tidemark";
import type { Event, Window } from "tidemark/exercises";
import type { Immediate, Integration } from "tidemark/grading";
import { z } from "zod";
import { integrationByHand } from "../_by-hand.js";

type Output = { readonly start: number; readonly revision: number; readonly count: number } | { readonly late: Event };
type Mode = "append" | "update" | "complete";

/** Where nothing is given, a part of the program is left out. */
export interface Pieces {
  route?(
    windows: readonly Window[],
    watermark: number,
    latenessMs: number,
  ): { readonly onTime: readonly Window[]; readonly revise: readonly Window[]; readonly late: readonly Window[] };
  revise?: {
    readonly empty: unknown;
    step(
      state: unknown,
      event: Event,
      watermark: { before: number; after: number },
      rules: { sizeMs: number; latenessMs: number },
    ): { state: unknown; out: readonly Output[] };
  };
  emit?(
    mode: Mode,
    before: Readonly<Record<string, number>>,
    after: Readonly<Record<string, number>>,
    closed: readonly string[],
  ): readonly { readonly key: string; readonly count: number }[];
}

const delayMs = 4;
const latenessMs = 9;
const [sizeMs, hopMs] = [10, 5];
const modes: readonly Mode[] = ["append", "update", "complete"];
/** Late within the lateness and beyond it, at both boundaries; one window whose first event comes after it has closed. */
const stream = [12, 14, 23, 19, 24, 18, 11, 33, 14, 23, 21, 34, 19, 20, 47, 39, 31, 52, 40, 37, 65, 44, 51, 80];

const eventAt = (ts: number): Event => ({ id: `e${ts}`, key: "all", ts, value: 1 });
const tell = (what: string, start: number, count: number, revision = -1): string =>
  `${what} from ${start} counts ${count}${revision < 0 ? "" : `, revision ${revision}`}`;

type Push = (ts: number, before: number, after: number) => string[];

/** Hopping windows, each event routed to revisions and counts. */
function routed(route: NonNullable<Pieces["route"]>): Push {
  const held = new Map<number, { count: number; revision: number }>();
  return (ts, before, after) => {
    const latest = Math.floor(ts / hopMs) * hopMs;
    const starts = [latest - hopMs, latest];
    const { onTime, revise, late } = route(
      starts.map((start) => ({ start, end: start + sizeMs })),
      before,
      latenessMs,
    );
    const out = late.length === starts.length ? [`hopping late ${ts}`] : [];
    for (const { start } of [...onTime, ...revise]) {
      const { count, revision } = held.get(start) ?? { count: 0, revision: -1 };
      const isRevised = revise.some((window) => window.start === start);
      held.set(start, { count: count + 1, revision: revision + (isRevised ? 1 : 0) });
      if (isRevised) out.push(tell("hopping", start, count + 1, revision + 1));
    }
    for (const [start, { count }] of held) {
      if (before >= start + sizeMs || start + sizeMs > after) continue;
      held.set(start, { count, revision: 0 });
      out.push(tell("hopping", start, count, 0));
    }
    return out;
  };
}

function revised({ empty, step }: NonNullable<Pieces["revise"]>): Push {
  let state = empty;
  return (ts, before, after) => {
    const answer = step(state, eventAt(ts), { before, after }, { sizeMs, latenessMs });
    state = JSON.parse(JSON.stringify(answer.state));
    return answer.out.map((one) =>
      "late" in one ? `tumbling late ${one.late.ts}` : tell("tumbling", one.start, one.count, one.revision),
    );
  };
}

/** A table of open windows without lateness, given out at each event that is not late. */
function emitted(emit: NonNullable<Pieces["emit"]>): Push {
  let table: Readonly<Record<string, number>> = {};
  return (ts, before, after) => {
    const start = Math.floor(ts / sizeMs) * sizeMs;
    if (start + sizeMs <= before) return [];
    const now: Readonly<Record<string, number>> = { ...table, [start]: (table[start] ?? 0) + 1 };
    const closed = Object.keys(now).filter((one) => Number(one) + sizeMs <= after);
    const out = modes.flatMap((mode) =>
      emit(mode, table, now, closed).map(({ key, count }) => tell(mode, Number(key), count)),
    );
    table = Object.fromEntries(Object.entries(now).filter(([one]) => !closed.includes(one)));
    return out;
  };
}

function start(pieces: Pieces): (partition: number, ts: number) => string[] {
  let watermark = Number.NEGATIVE_INFINITY;
  const parts = [
    ...(pieces.route === undefined ? [] : [routed(pieces.route)]),
    ...(pieces.revise === undefined ? [] : [revised(pieces.revise)]),
    ...(pieces.emit === undefined ? [] : [emitted(pieces.emit)]),
  ];
  return (_partition, ts) => {
    const before = watermark;
    watermark = Math.max(watermark, ts - delayMs);
    return parts.flatMap((push) => push(ts, before, watermark));
  };
}

/** What the library makes of the same stream. */
function expected(pieces: Pieces): string[] {
  const ran = (spec: WindowSpec, keptMs: number, emit: EmitSpec) => {
    const counts = pipeline("counts")
      .from("events", z.object({ ts: z.number(), all: z.string() }))
      .eventTime("ts", { outOfOrderness: millis(delayMs) })
      .keyBy("all")
      .window(spec, { lateness: millis(keptMs), emit })
      .aggregate({ events: count() })
      .to("windows");
    return run(
      counts,
      stream.map((ts) => ({ ts, all: "all" })),
      { finish: false },
    );
  };
  const finals = (what: string, spec: WindowSpec): string[] => {
    const { results, late } = ran(spec, latenessMs, final());
    return [
      ...results.map(({ window, row, revision }) => tell(what, window?.start ?? 0, row?.events ?? 0, revision)),
      ...late.map(({ ts }) => `${what} late ${ts}`),
    ];
  };
  const inMode = (mode: Mode, emit: EmitSpec): string[] =>
    ran(tumbling(millis(sizeMs)), 0, emit).results.map(({ window, row }) =>
      tell(mode, window?.start ?? 0, row?.events ?? 0),
    );
  return [
    ...(pieces.route ? finals("hopping", hopping(millis(sizeMs), millis(hopMs))) : []),
    ...(pieces.revise ? finals("tumbling", tumbling(millis(sizeMs))) : []),
    ...(pieces.emit
      ? [...inMode("append", final()), ...inMode("update", updates()), ...inMode("complete", complete())]
      : []),
  ];
}

/** The integration checks with a learner's piece in the program. */
export function integrationWith<Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Pieces,
): Integration<Contract> {
  return integrationByHand<Contract, number>(names, (functions) => {
    const pieces = piece(functions);
    return { stream: [stream], start: () => start(pieces), expected: () => expected(pieces) };
  });
}
