/**
 * The pieces of this lesson at work, in a program written by hand: two streams that share one partition in, and what a
 * piece makes of them out. A grader puts a learner's piece in, and compares with the library's own run.
 */
import { left, millis, pipeline, record, right, run } from "tidemark";
import type { Event } from "tidemark/exercises";
import type { Immediate, Integration } from "tidemark/grading";
import { z } from "zod";
import { integrationByHand } from "../_by-hand.js";

type Side = "left" | "right";
interface Row {
  readonly left: Event;
  readonly right: Event | null;
}
interface Version {
  readonly key: string;
  readonly from: number;
  readonly value: string;
}

/** The piece at work: a join of two streams, or a look into a table as it was. */
export type Piece =
  | {
      readonly empty: unknown;
      joinStreams(
        state: unknown,
        side: Side,
        event: Event,
        watermark: number,
        bounds: { beforeMs: number; afterMs: number },
      ): { state: unknown; out: readonly Row[] };
    }
  | {
      joinAsOf(
        event: Event,
        versions: readonly Version[],
        watermark: number,
      ): { readonly wait: true } | { readonly wait: false; readonly value: string | null };
    };

interface Arrival {
  readonly side: Side;
  readonly key: string;
  readonly ts: number;
}

const bounds = { beforeMs: 4, afterMs: 10 };
const delayMs = 3;
/** Nothing late; partners at both bounds and beyond them, early and late, one of two; two rows that stay alone. */
const stream: readonly Arrival[] = [
  { side: "left", key: "a", ts: 10 },
  { side: "right", key: "b", ts: 9 },
  { side: "left", key: "b", ts: 13 },
  { side: "left", key: "c", ts: 12 },
  { side: "right", key: "a", ts: 20 },
  { side: "right", key: "a", ts: 18 },
  { side: "left", key: "a", ts: 22 },
  { side: "right", key: "c", ts: 23 },
  { side: "left", key: "d", ts: 25 },
  { side: "right", key: "d", ts: 21 },
  { side: "left", key: "b", ts: 24 },
  { side: "right", key: "d", ts: 36 },
  { side: "left", key: "c", ts: 37 },
  { side: "right", key: "b", ts: 34 },
];

const textOf = (leftTs: number, rightTs: number | string | null): string => `${leftTs} with ${rightTs ?? "nobody"}`;

/** The watermark of both streams after each record; after the last one the streams have ended. */
class Progress {
  readonly #newest = { left: Number.NEGATIVE_INFINITY, right: Number.NEGATIVE_INFINITY };
  #seen = 0;

  after({ side, ts }: Arrival): number {
    this.#newest[side] = Math.max(this.#newest[side], ts);
    this.#seen++;
    if (this.#seen === stream.length) return Number.POSITIVE_INFINITY;
    return Math.min(this.#newest.left, this.#newest.right) - delayMs;
  }
}

type Push = (arrival: Arrival) => string[];

function joined({ empty, joinStreams }: Extract<Piece, { empty: unknown }>): Push {
  const progress = new Progress();
  let state = empty;
  return (arrival) => {
    const { side, key, ts } = arrival;
    const event: Event = { id: `${side}-${ts}`, key, ts, value: 1 };
    const step = joinStreams(state, side, event, Math.max(progress.after(arrival), -1e6), bounds);
    state = step.state;
    return step.out.map(({ left, right }) => textOf(left.ts, right?.ts ?? null));
  };
}

/** The right stream is a table's changelog here: each of its records is valid from its own time on. */
function asOf({ joinAsOf }: Exclude<Piece, { empty: unknown }>): Push {
  const versions: Version[] = [];
  let waiting: readonly Event[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let seen = 0;
  return ({ side, key, ts }) => {
    seen++;
    if (side === "right") {
      versions.push({ key, from: ts, value: `v${ts}` });
      newest = Math.max(newest, ts);
    } else waiting = [...waiting, { id: `e${ts}`, key, ts, value: 1 }];
    const watermark = seen === stream.length ? Number.POSITIVE_INFINITY : newest - delayMs;
    const out: string[] = [];
    const still: Event[] = [];
    for (const event of waiting) {
      const answer = joinAsOf(event, [...versions], watermark);
      if (answer.wait) still.push(event);
      else out.push(textOf(event.ts, answer.value));
    }
    waiting = still;
    return out;
  };
}

const RowSchema = z.object({ key: z.string(), ts: z.number() });
const inputs = stream.map(({ side, key, ts }) => record(side, { key, ts }));
const time = { outOfOrderness: millis(delayMs) };

function expectedJoin(): string[] {
  const start = pipeline("join");
  const join = start
    .from("left", RowSchema)
    .eventTime("ts", time)
    .keyBy("key")
    .join(start.from("right", RowSchema).eventTime("ts", time).keyBy("key"), {
      before: millis(bounds.beforeMs),
      after: millis(bounds.afterMs),
      kind: "left",
    })
    .select({ left: left("ts"), right: right("ts") })
    .to("joined");
  return run(join, inputs).results.map(({ row }) => textOf(row?.left ?? 0, row?.right ?? null));
}

function expectedAsOf(): string[] {
  const start = pipeline("as-of");
  const join = start
    .from("left", RowSchema)
    .eventTime("ts", time)
    .keyBy("key")
    .joinAsOf(start.table("right", RowSchema, { key: "key", eventTime: { field: "ts", ...time } }), { kind: "left" })
    .select({ left: left("ts"), right: right("ts") })
    .to("joined");
  return run(join, inputs).results.map(({ row }) =>
    textOf(row?.left ?? 0, row?.right == null ? null : `v${row.right}`),
  );
}

/** The integration checks with a learner's piece in the program. */
export const integrationWith = <Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Piece,
): Integration<Contract> =>
  integrationByHand<Contract, Arrival>(names, (functions) => {
    const given = piece(functions);
    return {
      stream: [stream],
      start: () => {
        const push = "empty" in given ? joined(given) : asOf(given);
        return (_, arrival) => push(arrival);
      },
      expected: "empty" in given ? expectedJoin : expectedAsOf,
    };
  });
