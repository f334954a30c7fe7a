import { textTable } from "../charts/index.js";
import {
  assignTumbling,
  count,
  hopping,
  mergeSessions,
  minutes,
  pipeline,
  type SessionBounds,
  session,
  sliding,
  tumbling,
  type WindowSpec,
} from "../core/index.js";
import { UsageError } from "../core/usage-error.js";
import { Click, clicks } from "../datasets/index.js";
import type { Demo, DemoContext, Flags } from "./demo.js";
import { deleteTopics, ensureData, jsonOf } from "./input.js";
import { type RanBoth, runBoth, topicsMade, type Wired } from "./run-both.js";

const GAP_MINUTES = 4;
/** The fixed window beside the sessions, in minutes. */
const FIXED = [5, 10, 15, 30];

interface Kind {
  readonly name: string;
  readonly shown: string;
  readonly spec: WindowSpec;
}

const kinds = (gapMinutes: number): readonly Kind[] => [
  { name: "tumbling", shown: "tumbling, 5 min", spec: tumbling(minutes(5)) },
  { name: "hopping", shown: "hopping, 5 min every 2", spec: hopping(minutes(5), minutes(2)) },
  { name: "sliding", shown: "sliding, 5 min", spec: sliding(minutes(5)) },
  { name: "session", shown: `session, gap ${gapMinutes} min`, spec: session(minutes(gapMinutes)) },
];

function wired({ name, spec }: Kind): Wired {
  const [output, late] = [`click-counts-${name}`, `late-clicks-${name}`];
  const counts = pipeline(`clicks-${name}`)
    .from("clicks", Click, { key: "visitor" })
    .eventTime("at", { outOfOrderness: minutes(2) })
    .keyBy("visitor")
    .window(spec)
    .aggregate({ clicks: count() })
    .to(output)
    .late(late);
  return { pipeline: counts, input: "clicks", output, late };
}

/** Lesson 05: one stream of clicks in four kinds of windows, and sessions beside a fixed window for each visitor. */
export const windows: Demo = {
  lesson: "05-windows",
  summary: "clicks in four kinds of windows; real visits beside fixed windows",
  flags: [
    { flag: "--window <kind>", meaning: "only this kind: tumbling, hopping, sliding or session" },
    { flag: "--gap-minutes <minutes>", meaning: `what ends a session (default ${GAP_MINUTES})`, value: "decimal" },
  ],
  pipelines: [wired(kinds(GAP_MINUTES)[3]!).pipeline],
  async run(context, flags) {
    const { log, keep, signal } = context;
    const chosen = chosenKinds(flags);
    const own = await ensureData(log, clicks, signal);
    const figures: Record<string, string | number>[] = [];
    let agrees = true;
    let sessions: RanBoth | null = null;
    try {
      for (const kind of chosen) {
        if (signal.aborted) break;
        context.progress(`${kind.shown}: running`);
        const both = await runBoth(context, wired(kind));
        agrees &&= both.agrees;
        figures.push(figuresOf(kind, both));
        if (kind.name === "session") sessions = both;
      }
    } finally {
      if (!keep) await deleteTopics(log, [...own, ...chosen.flatMap((kind) => topicsMade(wired(kind)))]);
    }
    context.out(textTable(figures));
    if (sessions !== null) agrees &&= besideFixed(context, sessions, gapOf(flags));
    return { agrees, figures };
  },
};

function gapOf({ gapMinutes = GAP_MINUTES }: Flags): number {
  const gap = Number(gapMinutes);
  if (gap > 0) return gap;
  throw new UsageError(`--gap-minutes ${gapMinutes}: expected more than 0`);
}

function chosenKinds(flags: Flags): readonly Kind[] {
  const all = kinds(gapOf(flags));
  const found = all.filter(({ name }) => flags.window === undefined || name === flags.window);
  if (found.length > 0) return found;
  const names = all.map(({ name }) => name).join(", ");
  throw new UsageError(`--window ${flags.window}: there is no such kind. Try one of: ${names}`);
}

function figuresOf({ shown }: Kind, { results, late, expected, agrees }: RanBoth): Record<string, string | number> {
  return {
    window: shown,
    results: results.length,
    counted: results.reduce((sum, one) => sum + (jsonOf(one) as { clicks: number }).clicks, 0),
    late: late.length,
    state_size: Math.max(0, ...expected.trace.map(({ stateSize }) => stateSize)),
    "as the pure run": agrees ? "yes" : "NO",
  };
}

/** Recounts the visits from the clicks, without any pipeline, and shows what fixed windows make of them. */
function besideFixed({ out }: DemoContext, { inputs, results, late }: RanBoth, gapMinutes: number): boolean {
  const rows = inputs.map(jsonOf).flatMap((value) => {
    const parsed = Click.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  const visits = new Map<string, readonly SessionBounds[]>();
  for (const { visitor, at } of [...rows].sort((left, right) => left.at - right.at)) {
    visits.set(visitor, mergeSessions(visits.get(visitor) ?? [], at, minutes(gapMinutes).ms));
  }
  const recounted = [...visits.values()].flat();
  const agrees = late.length > 0 || recounted.length === results.length;
  const verdict = late.length > 0 ? `${late.length} clicks came too late to compare` : agrees ? "agrees" : "DIFFERS";
  out(`\nvisits: ${results.length}; counted anew from the sorted clicks: ${recounted.length} (${verdict})`);
  out(
    textTable(
      FIXED.map((size) => {
        const startOf = (ts: number): number => assignTumbling(ts, minutes(size).ms).start;
        return {
          "a fixed window for each visitor": `${size} min`,
          results: new Set(rows.map(({ visitor, at }) => `${visitor} ${startOf(at)}`)).size,
          "visits that it cuts": recounted.filter(({ first, last }) => startOf(first) !== startOf(last)).length,
        };
      }),
    ),
  );
  return agrees;
}
