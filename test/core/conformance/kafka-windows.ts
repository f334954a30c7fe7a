import { millis, type Result, session, sliding, tumbling, updates, type WindowSpec } from "tidemark";
import { type ConformanceFile, casesOf, type Finding } from "./cases.js";
import { event, windowed } from "./events.js";

interface Told {
  key?: string;
  start: number;
  end?: number;
  value: number | string | null;
  ts: number;
}
type In = [key: string, value: string, ts: number];
interface KafkaWindowCase {
  name: string;
  config: { op: "sliding" | "session" | "window"; diff: number; gap: number; size: number; grace: number };
  in: In[];
  update?: Told[];
  updateCached?: Told[];
  final?: Told[];
  suppressed?: Told[];
  dropped?: In[];
}

/** Kafka's grace g, with results held back until windows close, is our delay g with lateness 0. */
export function kafkaWindows(
  file: ConformanceFile & ("kafka-sliding-window" | "kafka-session-and-suppress"),
): Finding[] {
  return casesOf<KafkaWindowCase>(file).flatMap((known) => {
    const { name, config } = known;
    const findings: Finding[] = [];
    const compare = (aspect: string, expected: unknown, got: unknown): void => {
      findings.push({ file, case: name, aspect, expected, got });
    };
    const closed = known.final ?? known.suppressed;
    if (closed !== undefined) {
      const got = run(known, "final");
      compare(
        "final",
        closed.map((told) => comparable(told, config.op)),
        got.map((result) => fromResult(result, config.op)),
      );
      if (config.op === "window")
        compare(
          "result's time",
          closed.map(({ ts }) => ts),
          got.map(({ ts }) => ts),
        );
    }
    if (known.update !== undefined) {
      // Inside a step Kafka's order is not told: compared as a multiset.
      const got = run(known, "updates").map((result) => fromResult(result, config.op));
      compare("updates", sorted(known.update.map((told) => comparable(told, config.op))), sorted(got));
    }
    if (known.updateCached !== undefined) {
      // A cache leaves out what is replaced soon: what stands in the end is compared.
      const got = run(known, "updates").map((result) => fromResult(result, config.op));
      compare(
        "what stands in the end",
        standing(known.updateCached.map((told) => comparable(told, config.op))),
        standing(got),
      );
    }
    if (known.dropped !== undefined) compare("dropped", known.dropped, late(known));
    return findings;
  });
}

function start({ config }: KafkaWindowCase, emit: "final" | "updates") {
  const window: WindowSpec =
    config.op === "sliding"
      ? sliding(millis(config.diff))
      : config.op === "session"
        ? session(millis(config.gap))
        : tumbling(millis(config.size));
  return windowed(window, emit === "updates" ? { delayMs: config.grace, emit: updates() } : { delayMs: config.grace });
}

const run = (known: KafkaWindowCase, emit: "final" | "updates"): Result[] => {
  const driven = start(known, emit);
  return known.in.flatMap(([key, value, ts]) => driven.push(event(key, ts, value)));
};

function late(known: KafkaWindowCase): In[] {
  const driven = start(known, "final");
  for (const [key, value, ts] of known.in) driven.push(event(key, ts, value));
  return driven.late.map(({ row }) => [row.key, row.value, row.at] as In);
}

type Comparable = ReturnType<typeof comparable>;

/** A list of values, whatever joins them; a count; `null`. The time of a half-open window's result is compared apart. */
function comparable(told: Told, op: string) {
  const isList = typeof told.value === "string";
  const values = isList
    ? String(told.value)
        .split("+")
        .filter((value) => value !== "0")
        .sort()
    : told.value;
  const end = told.end === undefined ? {} : { end: told.end };
  return { key: told.key ?? "A", start: told.start, ...end, values, ...(op === "window" ? {} : { ts: told.ts }) };
}

function fromResult({ key, row, ts, window }: Result, op: string): Comparable {
  const isList = op === "sliding" && key === "A";
  const value = row === null ? null : isList ? (row.values as string[]).join("+") : (row.n as number);
  const end = isList ? {} : { end: window!.end };
  return comparable({ key: String(key), start: window!.start, ...end, value, ts }, op);
}

const sorted = (all: readonly Comparable[]): string[] => all.map((one) => JSON.stringify(one)).sort();

function standing(all: readonly Comparable[]): string[] {
  const last = new Map<string, Comparable>();
  for (const one of all) {
    const id = JSON.stringify([one.key, one.start, one.end]);
    if (one.values === null) last.delete(id);
    else last.set(id, one);
  }
  return sorted([...last.values()]);
}
