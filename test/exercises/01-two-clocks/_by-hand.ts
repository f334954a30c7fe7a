/**
 * The pieces of this lesson at work, in a program written by hand: one partition of arrivals in, and after each of them
 * what a piece makes of all that have come so far. A grader puts a learner's piece in, and compares with the library's
 * own run.
 */
import { count, millis, pipeline, run, tumbling, updates } from "tidemark";
import type { Arrival, Event, Window } from "tidemark/exercises";
import type { Immediate, Integration } from "tidemark/grading";
import { z } from "zod";
import { type ByHand, integrationByHand } from "../_by-hand.js";

type Clock = "event" | "arrival";

/** The piece at work: counts by window, the window of one time, or how many of the arrivals are copies. */
export type Piece =
  | { countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: Clock): { start: number; count: number }[] }
  | { assignTumbling(ts: number, sizeMs: number, offsetMs?: number): Window }
  | { countDuplicates(events: readonly Event[]): number };

const [sizeMs, offsetMs] = [10, 13];
const clocks = { event: "ts", arrival: "arrivedAt" } as const;
const at = (id: string, key: string, ts: number, delayMs: number): Arrival => ({
  id,
  key,
  ts,
  value: 1,
  arrivedAt: ts + delayMs,
});
/** Times on a boundary and before zero; three copies of one, with another in between; a key that two events share. */
const stream = [
  at("a", "north", -14, 3),
  at("b", "south", -7, 4),
  at("a", "north", -14, 21),
  at("c", "north", 10, 0),
  at("b", "east", -7, 20),
  at("d", "north", 9, 11),
  at("e", "south", 13, 7),
  at("a", "north", -14, 40),
  at("f", "east", 23, 8),
];
/** No arrival is late here: all of them are counted. */
const outOfOrderness = millis(1_000);

const copiesSoFar = (copies: number): string => `the number of copies, ${copies}`;

type Push = (arrival: Arrival) => string[];

/** After each arrival the counts that it has changed. */
function counted({ countByWindow }: Extract<Piece, { countByWindow: unknown }>): Push {
  const seen: Arrival[] = [];
  const told = new Map<string, number>();
  return (arrival) => {
    seen.push(arrival);
    return (["event", "arrival"] as const).flatMap((clock) =>
      countByWindow([...seen], sizeMs, clock).flatMap(({ start, count }) => {
        const window = `by ${clock} time [${start}, ${start + sizeMs})`;
        if (told.get(window) === count) return [];
        told.set(window, count);
        return [`${window}: ${count}`];
      }),
    );
  };
}

function assigned({ assignTumbling }: Extract<Piece, { assignTumbling: unknown }>): Push {
  const counts = new Map<string, number>();
  return ({ ts }) => {
    const { start, end } = assignTumbling(ts, sizeMs, offsetMs);
    const window = `[${start}, ${end})`;
    counts.set(window, (counts.get(window) ?? 0) + 1);
    return [`${window}: ${counts.get(window)}`];
  };
}

/** Passes on what is no copy of anything before it, that is, what leaves the number of copies as it was. */
function passed({ countDuplicates }: Extract<Piece, { countDuplicates: unknown }>): Push {
  const seen: Event[] = [];
  let copies = 0;
  return ({ id, key, ts, value }) => {
    seen.push({ id, key, ts, value });
    const before = copies;
    copies = countDuplicates([...seen]);
    return copies === before ? [`event ${id}`] : [copiesSoFar(copies)];
  };
}

const arrivals = pipeline("arrivals").from(
  "arrivals",
  z.object({ id: z.string(), key: z.string(), ts: z.number(), value: z.number(), arrivedAt: z.number() }),
);

const rows = stream.map((arrival) => ({ ...arrival }));

const windows = (clock: Clock, offset: number): string[] =>
  run(
    arrivals
      .eventTime(clocks[clock], { outOfOrderness })
      .keyBy("value")
      .window(tumbling(millis(sizeMs), millis(offset)), { emit: updates() })
      .aggregate({ arrivals: count() })
      .to("windows"),
    rows,
    { finish: false },
  ).results.map(({ window, row }) => `[${window?.start}, ${window?.end}): ${row?.arrivals}`);

/** What is left without copies, and how their number grows. */
function unique(): string[] {
  const dedup = arrivals.eventTime("ts", { outOfOrderness }).keyBy("id").dedup("id", { horizon: outOfOrderness });
  const { results } = run(dedup.to("unique"), rows);
  const copies = Array.from({ length: rows.length - results.length }, (_, index) => copiesSoFar(index + 1));
  return [...results.map(({ row }) => `event ${row?.id}`), ...copies];
}

function byHand(piece: Piece): Pick<ByHand<Arrival>, "expected" | "unexpected"> & { start(): Push } {
  if ("assignTumbling" in piece) {
    return { start: () => assigned(piece), expected: () => windows("event", offsetMs), unexpected: "wrong-window" };
  }
  if ("countDuplicates" in piece) return { start: () => passed(piece), expected: unique, unexpected: "duplicated" };
  const byClock = (clock: Clock): string[] => windows(clock, 0).map((text) => `by ${clock} time ${text}`);
  return { start: () => counted(piece), expected: () => [...byClock("event"), ...byClock("arrival")] };
}

/** The integration checks with a learner's piece in the program. */
export const integrationWith = <Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Piece,
): Integration<Contract> =>
  integrationByHand<Contract, Arrival>(names, (functions) => {
    const { start, ...rest } = byHand(piece(functions));
    const begin = () => {
      const push = start();
      return (_partition: number, arrival: Arrival) => push(arrival);
    };
    return { stream: [stream], start: begin, ...rest };
  });
