import { textTable } from "../charts/index.js";
import { orders } from "../datasets/index.js";
import { consumeNaively } from "./consume-naively.js";
import { spoken } from "./delays.js";
import type { Demo, DemoContext, Flags } from "./demo.js";
import { deleteTopics, newRecord, sendAll } from "./input.js";
import { type NaiveFigures, sameFigures } from "./naive-count.js";
import { perTenMinutes, plotTopics, plotTwoClocks } from "./two-clock-plot.js";

const CLEAN = "two-clocks-clean";
const HONEST = "two-clocks-honest";

/** Lesson 01: a naive consumer on a clean stream, then on an honest one; and the two-clock plot of fifty orders. */
export const twoClocks: Demo = {
  lesson: "01-two-clocks",
  summary: "duplicates and delays, live; the two-clock plot",
  flags: [
    { flag: "--rate <n>", meaning: "orders per second (300)", value: "decimal" },
    { flag: "--late-rate <share>", meaning: "share that is held up (0.15)", value: "decimal" },
    { flag: "--late-max-sec <seconds>", meaning: "how long at most (300)", value: "decimal" },
    { flag: "--dup-rate <share>", meaning: "share that is sent twice (0.05)", value: "decimal" },
    { flag: "--count <n>", meaning: "how many orders (3000)", value: "whole" },
    { flag: "--seed <n>", meaning: "another seed, other data (42)", value: "whole" },
    { flag: "--out <folder>", meaning: "where the plot's PNG, SVG and CSV go (plots)" },
    { flag: "--no-plot", meaning: "no files, only the dlq_count" },
  ],
  pipelines: [perTenMinutes],
  async run(context, flags) {
    const { log, signal, keep } = context;
    const topics = [CLEAN, HONEST, ...plotTopics];
    await deleteTopics(log, topics); // what a run has left that was killed
    try {
      const clean = await watch(context, CLEAN, "clean", flags, { lateRate: 0, dupRate: 0 });
      const honest = await watch(context, HONEST, "late, and twice", flags, honesty(flags));
      const streams = [clean, honest];
      if (signal.aborted) return { agrees: true, figures: streams };
      context.out(textTable(streams.map(shown)));
      context.progress("plotting");
      const out = flags.plot === false ? null : String(flags.out ?? "plots");
      const plotted = await plotTwoClocks(context, { seed: seedOf(flags), out });
      if (signal.aborted) return { agrees: true, figures: streams };
      context.out("");
      context.out("50 orders, one a minute; windows of 10 minutes, a wait of 5 minutes:");
      const saved = plotted.behind - plotted.dlqCount;
      context.out(`${plotted.behind} behind the watermark, ${saved} of them while their window was still open`);
      context.out(`dlq_count = ${plotted.dlqCount}${plotted.agrees ? "" : " (THE RECOUNT DIFFERS)"}`);
      for (const file of plotted.files) context.out(`wrote ${file}`);
      const agrees = plotted.agrees && streams.every((row) => row.agrees);
      return { agrees, figures: [...streams, { dlq_count: plotted.dlqCount, behind: plotted.behind }] };
    } finally {
      if (!keep) await deleteTopics(log, topics);
    }
  },
};

const seedOf = (flags: Flags): number => Number(flags.seed ?? orders.defaults.seed);
const rateOf = (flags: Flags): number => Number(flags.rate ?? orders.defaults.rate);
const honesty = (flags: Flags): Disorder => ({
  lateRate: Number(flags.lateRate ?? 0.15),
  dupRate: Number(flags.dupRate ?? 0.05),
});

interface Disorder {
  readonly lateRate: number;
  readonly dupRate: number;
}

/** One stream's figures, and whether a second reading of its topic gives the same. */
type Watched = NaiveFigures & { readonly stream: string; readonly agrees: boolean };

/** Producer and consumer at once: the consumer counts while the producer sends at its pace. */
async function watch(
  context: DemoContext,
  topic: string,
  stream: string,
  flags: Flags,
  disorder: Disorder,
): Promise<Watched> {
  const { log, signal } = context;
  const perSecond = rateOf(flags);
  const records = orders
    .generate({
      ...disorder,
      seed: seedOf(flags),
      rate: perSecond,
      count: Number(flags.count ?? orders.defaults.count),
      lateMaxMs: Math.round(Number(flags.lateMaxSec ?? 300) * 1000),
    })
    .map((one) => newRecord({ ...one, topic }));
  await log.createTopics([{ name: topic, partitions: 3 }]);
  context.out(`${stream}: ${records.length} records at ${perSecond} a second`);
  const [{ count, recount }] = await Promise.all([
    consumeNaively(context, { topic, group: topic, done: (seen) => seen === records.length }),
    sendAll(log, records, { signal, perSecond }),
  ]);
  return { stream, ...count.figures(), agrees: sameFigures(count.figures(), recount) };
}

const shown = ({ stream, records, duplicates, agrees, ...delays }: Watched): Record<string, string | number> => ({
  stream,
  records,
  duplicates,
  "median delay": spoken(delays.median_ms),
  p95: spoken(delays.p95_ms),
  largest: spoken(delays.largest_ms),
  recount: agrees ? "agrees" : "DIFFERS",
});
