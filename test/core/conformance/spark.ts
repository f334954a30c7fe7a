import { millis, pipeline, type Result, record, session, tumbling } from "tidemark";
import { z } from "zod";
import { drive } from "../../support/drive.js";
import { casesOf, type Finding } from "./cases.js";
import { event, windowed } from "./events.js";

interface SparkCase {
  name: string;
  config: { delay: number; window?: number; gap?: number; mode?: "append" | "update"; op?: string };
  steps: { batch: (number | [string, number])[]; new: unknown[]; droppedByWatermark?: number }[];
}

/** Seconds. A micro-batch is fed event by event; what it has written is its last word on each key and window. */
export function sparkStreaming(): Finding[] {
  const file = "spark-structured-streaming";
  return casesOf<SparkCase>(file).flatMap(({ name, config, steps }) => {
    const job = jobOf(config);
    const expected: unknown[] = [];
    const got: unknown[] = [];
    const dropped: [unknown[], unknown[]] = [[], []];
    for (const step of steps) {
      const before = job.driven.late.length;
      const results = step.batch.flatMap((item) => job.driven.push(job.input(item)));
      expected.push(sorted(step.new));
      got.push(sorted(job.rows(results)));
      dropped[0].push(step.droppedByWatermark ?? 0);
      dropped[1].push(job.driven.late.length - before);
    }
    const findings: Finding[] = [{ file, case: name, aspect: "new rows", expected, got }];
    if (steps.some((step) => step.droppedByWatermark !== undefined)) {
      findings.push({ file, case: name, aspect: "dropped", expected: dropped[0], got: dropped[1] });
    }
    return findings;
  });
}

const sorted = (rows: unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

function jobOf({ delay, window, gap, mode, op }: SparkCase["config"]) {
  if (op !== undefined) {
    const driven = drive(
      pipeline("spark-dedup")
        .from("events", z.object({ id: z.union([z.string(), z.number()]), at: z.number() }))
        .eventTime("at", { outOfOrderness: millis(delay) })
        .keyBy("id")
        .dedup("id", { horizon: millis(delay) })
        .to("out"),
    );
    const isBare = (item: unknown): item is number => typeof item === "number";
    return {
      driven,
      input: (item: number | [string, number]) =>
        record("events", isBare(item) ? { id: item, at: item } : { id: item[0], at: item[1] }),
      rows: (results: Result[]) => results.map(({ row }) => (isBare(row!.id) ? row!.at : [row!.id, row!.at])),
    };
  }
  if (gap !== undefined) {
    return {
      driven: windowed(session(millis(gap)), { delayMs: delay }),
      input: (item: number | [string, number]) => event(...(item as [string, number])),
      rows: (results: Result[]) =>
        results.map(({ key, row, window }) => [
          key,
          window!.start,
          window!.end + gap,
          window!.end + gap - window!.start,
          row!.n,
        ]),
    };
  }
  return {
    driven: windowed(tumbling(millis(window!)), {
      delayMs: delay,
      emit: { kind: mode === "update" ? "updates" : "final" },
    }),
    input: (item: number | [string, number]) => event("all", item as number),
    rows: (results: Result[]) => [...new Map(results.map(({ window, row }) => [window!.start, row!.n]))],
  };
}
