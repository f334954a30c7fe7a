import { left, millis, type Pipeline, pipeline, type Result, record, right } from "tidemark";
import { z } from "zod";
import { drive } from "../../support/drive.js";
import { type ConformanceFile, casesOf, type Finding } from "./cases.js";

type Side = "left" | "right";
export interface JoinInput {
  side: Side;
  key: string | number | null;
  value: string | null;
  ts: number;
}
interface JoinCase {
  name: string;
  config: {
    kind: "stream-stream" | "stream-table" | "table-table";
    variant: string;
    versionedTables: { left: boolean; right: boolean };
    window?: { beforeMs: number; afterMs: number; graceMs: number };
  };
  steps: { in: JoinInput; out: { key: number | null; value: string | null; ts: number }[] }[];
}

export const JoinSide = z.object({ key: z.string().nullable(), value: z.string(), at: z.number() });
const selected = { l: left("value"), r: right("value"), lk: left("key"), rk: right("key") } as const;

/** Two joins in a row, with the same right table. */
const chain = /^(Inner|Left|Outer)(Inner|Left|Outer)$/;

/** What Kafka's tests write: both values and a dash, `null` where a side is missing. */
const joined = ({ row }: Result): string | null => (row === null ? null : `${row.l ?? "null"}-${row.r ?? "null"}`);

const kindOf = (variant: string): "inner" | "left" | "outer" =>
  variant.startsWith("Left") ? "left" : variant.startsWith("Outer") ? "outer" : "inner";

export const input = ({ side, key, value, ts }: JoinInput) => {
  const text = key === null ? null : String(key);
  return record(side, value === null ? null : { key: text, value, at: ts }, { key: text, timestamp: ts });
};

/** Steps as Kafka's integration tests take them; results of each step, in order. */
export function kafkaJoins(
  file: ConformanceFile & ("kafka-stream-stream-join" | "kafka-stream-table-join" | "kafka-table-table-join"),
): Finding[] {
  return casesOf<JoinCase>(file).flatMap(({ name, config, steps }) => {
    const { job, show } = jobOf(config);
    const driven = drive(job);
    const got = steps.map((step) => driven.push(input(step.in)));
    const rows = got.map((results) => results.map(show));
    const times = got.map((results) => results.map(({ ts }) => ts));
    const expectedRows = steps.map((step) => step.out.map(({ value }) => value));
    const expectedTimes = steps.map((step) => step.out.map(({ ts }) => ts));
    const findings: Finding[] = [{ file, case: name, aspect: "results", expected: expectedRows, got: rows }];
    if (chain.test(config.variant)) {
      const once = expectedRows.map((values) => values.filter((value, i) => i === 0 || value !== values[i - 1]));
      findings.push({ file, case: name, aspect: "results, repeats left out", expected: once, got: rows });
    }
    if (JSON.stringify(expectedRows) === JSON.stringify(rows)) {
      findings.push({ file, case: name, aspect: "result's time", expected: expectedTimes, got: times });
    }
    return findings;
  });
}

function jobOf({ kind, variant, window, versionedTables }: JoinCase["config"]): {
  job: Pipeline;
  show: (result: Result) => string | null;
} {
  const start = pipeline("conformance");
  const delay = { outOfOrderness: millis(window?.graceMs ?? 1_000) };
  if (kind === "stream-stream") {
    const ofLeft = start.from("left", JoinSide).eventTime("at", delay).keyBy("key");
    const ofRight = variant === "SelfJoin" ? ofLeft : start.from("right", JoinSide).eventTime("at", delay).keyBy("key");
    const bounds = { before: millis(window!.beforeMs), after: millis(window!.afterMs), kind: kindOf(variant) };
    const once = ofLeft.join(ofRight, bounds).select(selected);
    if (variant !== "MultiInner") return { job: once.to("out"), show: joined };
    const twice = once
      .keyBy("lk")
      .join(ofRight, bounds)
      .select({ l: left("l"), r: left("r"), again: right("value") });
    return { job: twice.to("out"), show: ({ row }) => `${row!.l}-${row!.r}-${row!.again}` };
  }
  if (kind === "stream-table") {
    const stream = start.from("left", JoinSide).eventTime("at", delay).keyBy("key");
    const joinKind = variant.startsWith("Left") ? "left" : "inner";
    if (versionedTables.right) {
      const table = start.table("right", Keyed, { key: "key", eventTime: { field: "at", ...delay } });
      return { job: stream.joinAsOf(table, { kind: joinKind }).select(selected).to("out"), show: joined };
    }
    const table = start.table("right", Keyed, { key: "key" });
    return { job: stream.joinTable(table, { kind: joinKind }).select(selected).to("out"), show: joined };
  }
  const [one, other] = [start.table("left", Keyed, { key: "key" }), start.table("right", Keyed, { key: "key" })];
  const chained = chain.exec(variant);
  const once = one.join(other, { kind: kindOf(variant) }).select(selected);
  if (chained === null) return { job: once.to("out"), show: joined };
  const twice = once
    .join(other, { kind: kindOf(chained[2]!) })
    .select({ l: left("l"), r: left("r"), lk: left("lk"), rk: left("rk"), again: right("value") });
  return {
    job: twice.to("out"),
    show: ({ row }) => {
      if (row === null) return null;
      const first = row.lk === null && row.rk === null ? "null" : `${row.l ?? "null"}-${row.r ?? "null"}`;
      return `${first}-${row.again ?? "null"}`;
    },
  };
}

const Keyed = z.object({ key: z.string(), value: z.string(), at: z.number() });
