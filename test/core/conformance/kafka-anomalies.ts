import {
  collect,
  count,
  left,
  millis,
  type Pipeline,
  pipeline,
  type Result,
  right,
  session,
  sliding,
  tumbling,
  updates,
} from "tidemark";
import { drive } from "../../support/drive.js";
import { casesOf, type Finding } from "./cases.js";
import { Event, event, windowed } from "./events.js";
import { foreignInput, foreignKeyJoin } from "./kafka-docs.js";
import { input, JoinSide } from "./kafka-joins.js";

type WindowStep = { in: [key: string, value: string, ts: number] };
type JoinStep = { in: [side: "L" | "R", key: string, value: string, ts: number] };
type ForeignStep = { in: [side: "L" | "R", key: string, value: string | null, ts: number] };

/**
 * What Kafka Streams does and we want to do better. What is wanted instead stands in the cases as prose; here it is
 * written as results, step by step.
 */
const wanted: Readonly<Record<string, (steps: readonly never[]) => { expected: unknown; got: unknown }>> = {
  "suppress emits two finals for one sliding window at streamTime == end+grace": (steps) => ({
    expected: [[], [], [], ["k1@5/10=2"]],
    got: inWindows(windowed(sliding(millis(5)), { delayMs: 10 }), steps),
  }),
  "session split at the same boundary": (steps) => ({
    expected: [[], [], [], [], ["k1@0/5=3", "k2@10/10=1"]],
    got: inWindows(windowed(session(millis(5))), steps),
  }),
  "emitStrategy(onWindowClose) loses windows when stream time jumps": (steps) => ({
    expected: [[], ["a@0/10=1"], [], ["b@10/20=1", "c@10/20=1"], ["d@50/60=1"]],
    got: inWindows(windowed(tumbling(millis(10))), steps),
  }),
  "one future timestamp drops everything after it": (steps) => {
    const driven = drive(guarded);
    const got = inWindows(driven, steps);
    return {
      expected: [[["a@0/10=1"], [], ["a@0/10=2"], ["a@50/60=1"], ["a@60/70=1"]], ["jump"]],
      got: [got, driven.dead.map(({ reason }) => reason)],
    };
  },
  "left join: spurious null for a record that is late but within grace": (steps) => ({
    expected: [[], [], ["A,r"], []],
    got: inJoin(steps),
  }),
  "left join: record far beyond window+grace is not dropped": (steps) => ({
    expected: [[], []],
    got: inJoin(steps),
  }),
  "foreign-key joins, documented sequence": (steps) => ({
    expected: {
      inner: [
        [],
        ["k=1,foo"],
        ["k=null"],
        [],
        ["k=3,bar"],
        ["k=null"],
        ["k=1,foo"],
        [],
        [],
        ["q=10,baz", "r=10,baz"],
        ["q=null", "r=null"],
        ["k=null"],
      ],
      left: [
        [],
        ["k=1,foo"],
        ["k=2,null"],
        ["k=3,null"],
        ["k=3,bar"],
        ["k=NULL,null"],
        ["k=1,foo"],
        ["q=10,null"],
        ["r=10,null"],
        ["q=10,baz", "r=10,baz"],
        ["q=10,null", "r=10,null"],
        ["k=null"],
      ],
    },
    got: { inner: inForeignKey("inner", steps), left: inForeignKey("left", steps) },
  }),
};

export function kafkaAnomalies(): Finding[] {
  const file = "kafka-anomalies-executed";
  return casesOf<{ name: string; steps: never[] }>(file).map(({ name, steps }) => ({
    file,
    case: name,
    aspect: "what is wanted",
    ...wanted[name]!(steps),
  }));
}

const guarded: Pipeline = pipeline("guarded")
  .from("events", Event)
  .eventTime("at", { outOfOrderness: millis(5), maxJump: millis(1000) })
  .keyBy("key")
  .window(tumbling(millis(10)), { emit: updates() })
  .aggregate({ n: count(), values: collect("value") })
  .to("out");

function inWindows(driven: ReturnType<typeof drive>, steps: readonly WindowStep[]): string[][] {
  const show = ({ key, row, window }: Result): string => `${key}@${window!.start}/${window!.end}=${row!.n}`;
  return steps.map(({ in: [key, value, ts] }) => driven.push(event(key, ts, value)).map(show));
}

function inJoin(steps: readonly JoinStep[]): string[][] {
  const start = pipeline("left-join");
  const delay = { outOfOrderness: millis(20) };
  const bounds = { before: millis(10), after: millis(10), kind: "left" } as const;
  const ofLeft = start.from("left", JoinSide).eventTime("at", delay).keyBy("key");
  const ofRight = start.from("right", JoinSide).eventTime("at", delay).keyBy("key");
  const driven = drive(
    ofLeft
      .join(ofRight, bounds)
      .select({ l: left("value"), r: right("value") })
      .to("out"),
  );
  const show = ({ row }: Result): string => `${row!.l},${row!.r}`;
  return steps.map(({ in: [side, key, value, ts] }) =>
    driven.push(input({ side: side === "L" ? "left" : "right", key, value, ts })).map(show),
  );
}

function inForeignKey(kind: "inner" | "left", steps: readonly ForeignStep[]): string[][] {
  const driven = drive(foreignKeyJoin(kind));
  return steps.map(({ in: [side, key, value, ts] }) => {
    const reference = value === "NULL" ? null : value;
    const row = value === null ? null : side === "L" ? { key, reference } : { key, value };
    const show = (result: Result): string =>
      result.row === null
        ? `${result.key}=null`
        : `${result.key}=${result.row.reference ?? "NULL"},${result.row.value}`;
    return driven.push(foreignInput(side, key, row, ts)).map(show);
  });
}
