import { textTable } from "../charts/index.js";
import { count, mean, pipeline, seconds, type TraceStep, tumbling } from "../core/index.js";
import { EngineReading, watermarkDemo } from "../datasets/index.js";
import type { Demo, DemoContext } from "./demo.js";
import { deleteTopics, ensureData } from "./input.js";
import { runBoth, topicsMade, type Wired } from "./run-both.js";

/** The waits that the lesson compares, in seconds. */
const WAITS = [0, 5, 20];

function wired(wait: number): Wired {
  const [output, late] = [`engine-averages-wait-${wait}`, `late-readings-wait-${wait}`];
  const averages = pipeline(`engine-room-wait-${wait}`)
    .from("watermark-demo", EngineReading)
    .eventTime("at", { outOfOrderness: seconds(wait) })
    .keyBy("engine")
    .window(tumbling(seconds(10)))
    .aggregate({ readings: count(), average: mean("celsius") })
    .to(output)
    .late(late);
  return { pipeline: averages, input: "watermark-demo", output, late };
}

/** Lesson 04: one stream under three waits, on a log; windows closed, events late, `state_size`. */
export const watermarks: Demo = {
  lesson: "04-watermarks",
  summary: "one stream under a wait of 0, 5 and 20 s",
  flags: [{ flag: "--wait-for-system-duration <seconds>", meaning: "only this wait", value: "decimal" }],
  pipelines: [wired(5).pipeline],
  async run(context, flags) {
    const { log, keep, signal } = context;
    const asked = flags.waitForSystemDuration;
    const waits = asked === undefined ? WAITS : [Number(asked)];
    const own = [...(await ensureData(log, watermarkDemo, signal))];
    const figures: Record<string, string | number>[] = [];
    let agrees = true;
    try {
      for (const wait of waits) {
        if (signal.aborted) break;
        context.progress(`wait ${wait} s: running`);
        const row = await runWith(context, wait);
        agrees &&= row["as the pure run"] === "yes";
        figures.push(row);
      }
    } finally {
      const made = waits.flatMap((wait) => topicsMade(wired(wait)));
      if (!keep) await deleteTopics(log, [...own, ...made]);
    }
    context.out(textTable(figures));
    return { agrees, figures };
  },
};

async function runWith(context: DemoContext, wait: number): Promise<Record<string, string | number>> {
  const { results, late, expected, agrees } = await runBoth(context, wired(wait));
  if (context.full) context.out(`wait ${wait} s\n${textTable(expected.trace.map(described))}\n`);
  return {
    wait: `${wait} s`,
    "windows closed": results.length,
    late: late.length,
    state_size: Math.max(0, ...expected.trace.map((step) => step.stateSize)),
    "as the pure run": agrees ? "yes" : "NO",
  };
}

const clock = (ms: number | null): string =>
  ms === null || !Number.isFinite(ms) ? "-" : new Date(ms).toISOString().slice(14, 21);

function described(step: TraceStep): Record<string, string | number> {
  return {
    "event time": step.kind === "event" ? clock(step.ts) : "(end)",
    W: clock(step.watermark),
    "windows closed": step.closed.map(({ start, end }) => `[${clock(start)}, ${clock(end)})`).join(" "),
    late: step.late.length > 0 ? "late" : "",
    state_size: step.stateSize,
  };
}
