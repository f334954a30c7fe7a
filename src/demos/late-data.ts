import { textTable } from "../charts/index.js";
import { BoundedOutOfOrderness, count, mean, pipeline, seconds, tumbling } from "../core/index.js";
import { UsageError } from "../core/usage-error.js";
import { EngineReading, watermarkDemo } from "../datasets/index.js";
import { type LogRecord, lastHeader } from "../log/index.js";
import type { Demo, DemoContext, Flags } from "./demo.js";
import { deleteTopics, ensureData, jsonOf, readTopic } from "./input.js";
import { type RanBoth, runBoth, topicsMade, type Wired } from "./run-both.js";

/** The latenesses that the lesson compares, in seconds. */
const LATENESSES = [0, 5, 10, 20];
const WAIT = seconds(5);
const DAY_MS = 86_400_000;

function wired(lateness: number): Wired {
  const [output, late] = [`engine-averages-lateness-${lateness}`, `late-readings-lateness-${lateness}`];
  const averages = pipeline(`engine-room-lateness-${lateness}`)
    .from("watermark-demo", EngineReading)
    .eventTime("at", { outOfOrderness: WAIT })
    .keyBy("engine")
    .window(tumbling(seconds(10)), { lateness: seconds(lateness) })
    .aggregate({ readings: count(), average: mean("celsius") })
    .to(output)
    .late(late);
  return { pipeline: averages, input: "watermark-demo", output, late };
}

/** Lesson 06: one stream under several latenesses; then what is late by the watermark and by the wall clock, read twice. */
export const lateData: Demo = {
  lesson: "06-late-data",
  summary: "results that are revised; two splits, live and replayed",
  flags: [{ flag: "--lateness <seconds>", meaning: "only this lateness", value: "decimal" }],
  pipelines: [wired(10).pipeline],
  async run(context, flags) {
    const { log, keep, signal } = context;
    const latenesses = chosen(flags);
    const own = await ensureData(log, watermarkDemo, signal);
    const figures: Record<string, string | number>[] = [];
    let agrees = true;
    try {
      for (const lateness of latenesses) {
        if (signal.aborted) break;
        context.progress(`lateness ${lateness} s: running`);
        const both = await runBoth(context, wired(lateness));
        agrees &&= both.agrees;
        figures.push(figuresOf(lateness, both));
      }
      context.out(textTable(figures));
      if (!signal.aborted) agrees &&= await splitTwice(context);
    } finally {
      if (!keep) await deleteTopics(log, [...own, ...latenesses.flatMap((lateness) => topicsMade(wired(lateness)))]);
    }
    return { agrees, figures };
  },
};

function chosen({ lateness }: Flags): readonly number[] {
  if (lateness === undefined) return LATENESSES;
  if (Number(lateness) >= 0) return [Number(lateness)];
  throw new UsageError(`--lateness ${lateness}: expected 0 or more`);
}

function figuresOf(lateness: number, { results, late, expected, agrees }: RanBoth): Record<string, string | number> {
  const revisions = results.filter(({ headers }) => revisionOf(headers) > 0).length;
  return {
    lateness: `${lateness} s`,
    "first results": results.length - revisions,
    revisions,
    late: late.length,
    state_size: Math.max(0, ...expected.trace.map(({ stateSize }) => stateSize)),
    "as the pure run": agrees ? "yes" : "NO",
  };
}

const revisionOf = (headers: LogRecord["headers"]): number =>
  Number(new TextDecoder().decode(lastHeader(headers, "tidemark.revision") ?? new Uint8Array()));

/** Reads the topic twice, and splits it each time by both rules: the first time as if live, then as if a day later. */
async function splitTwice({ log, out }: DemoContext): Promise<boolean> {
  const live = await readTopic(log, "watermark-demo");
  const again = await readTopic(log, "watermark-demo");
  const nextDay = Math.max(0, ...again.map(({ timestamp }) => timestamp)) + DAY_MS;
  const [first, second] = [lateByWatermark(live), lateByWatermark(again)];
  out(`\nlate with a wait of 5 s (the dlq_count of a job that splits before it counts):`);
  out(
    textTable([
      { "split by": "watermark", live: first.length, "replayed the next day": second.length },
      {
        "split by": "wall clock",
        live: lateByClock(live, ({ timestamp }) => timestamp),
        "replayed the next day": lateByClock(again, () => nextDay),
      },
    ]),
  );
  return JSON.stringify(first) === JSON.stringify(second);
}

/** The event time of a record; `null` where it is unreadable. */
function timeOf(one: LogRecord): number | null {
  const parsed = EngineReading.safeParse(jsonOf(one));
  return parsed.success ? parsed.data.at : null;
}

/** Places of the records that are behind the watermark of their own partition. */
function lateByWatermark(records: readonly LogRecord[]): readonly string[] {
  const watermarks = new Map<number, BoundedOutOfOrderness>();
  return records.flatMap((one) => {
    const ts = timeOf(one);
    if (ts === null) return [];
    const watermark = watermarks.get(one.partition) ?? new BoundedOutOfOrderness(WAIT.ms);
    watermarks.set(one.partition, watermark);
    const late = watermark.isLate(ts);
    watermark.observe(ts);
    return late ? [`${one.partition}/${one.offset}`] : [];
  });
}

const lateByClock = (records: readonly LogRecord[], now: (one: LogRecord) => number): number =>
  records.filter((one) => (timeOf(one) ?? Number.POSITIVE_INFINITY) < now(one) - WAIT.ms).length;
