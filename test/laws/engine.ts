/** The engine, through its public face, as the implementation that the laws and the model ask for. */
import {
  count,
  type Dead,
  type Engine,
  engine,
  type InputRecord,
  type Late,
  left,
  millis,
  type Pipeline,
  pipeline,
  type Result,
  record,
  right,
  sum,
  tumbling,
} from "tidemark";
import type { Notice, Snapshot, StateEntry } from "tidemark/core";
import { z } from "zod";
import type { Restartable, RunJoin, Running, RunWindows } from "./implementation.js";
import type { AsOfJob } from "./model/as-of.js";
import type { DedupJob } from "./model/dedup.js";
import type { WindowJob } from "./model/fixed-windows.js";
import type { JoinArrival, JoinOutcome } from "./model/join-outcome.js";
import type { Arrival, Emitted } from "./model/outcome.js";
import type { StreamJoinJob } from "./model/stream-stream.js";

const EventRow = z.object({ id: z.string(), key: z.string().nullable(), at: z.number(), value: z.number() });
const TableRow = z.object({ id: z.string(), key: z.string(), at: z.number(), value: z.number() });

/** Everything that left the engine, by kind. */
export interface Collected {
  readonly results: Result[];
  readonly late: Late[];
  readonly dead: Dead[];
  readonly notices: Notice[];
}

function started(job: Pipeline, partitions: number, changelog = false) {
  const collected: Collected = { results: [], late: [], dead: [], notices: [] };
  const running = engine(job, {
    partitions,
    changelog,
    sink: {
      result: (result) => void collected.results.push(result),
      late: (event) => void collected.late.push(event),
      dead: (event) => void collected.dead.push(event),
      notice: (notice) => void collected.notices.push(notice),
      internal: () => {},
    },
  });
  return { running, collected };
}

/** Feeds everything, ends the input, and says what came out. */
export function collect(
  job: Pipeline,
  partitions: number,
  inputs: readonly InputRecord[],
): Collected & { readonly counters: Engine["counters"] } {
  const { running, collected } = started(job, partitions);
  for (const input of inputs) running.push(input);
  running.finish();
  return { ...collected, counters: running.counters };
}

export const emitted = ({ key, row, ts, window, revision }: Result): Emitted => ({
  key: key as Emitted["key"],
  row,
  ts,
  window,
  revision,
});

export const stream = (topic: string, delayMs: number) =>
  pipeline("laws")
    .from(topic, EventRow)
    .eventTime("at", { outOfOrderness: millis(delayMs) });

export const windowPlan = (job: WindowJob): Pipeline =>
  stream("events", job.delayMs)
    .keyBy("key")
    .window(job.window, { lateness: millis(job.latenessMs), emit: job.emit })
    // The aggregates come from a generator: their fields are known only while running.
    .aggregate(job.aggregates as Record<string, { readonly kind: "count" }>)
    .to("out");

export const eventInput = ({ lane, row }: Arrival): InputRecord => record("events", row, { partition: lane });

export const runEngineWindows: RunWindows = (job, arrivals) => {
  const { running, collected } = started(windowPlan(job), job.lanes);
  for (const arrival of arrivals) {
    for (const lane of arrival.idleBefore ?? []) running.idle("events", lane);
    running.push(eventInput(arrival));
  }
  running.finish();
  return {
    results: collected.results.map(emitted),
    late: collected.late.map(({ row, watermark }) => ({ row, watermark })),
    partlyLate: collected.notices.map(({ row, missed }) => ({ row, missed })),
  };
};

/** Windows, and tumbling windows of their results. Only results that are never revised may be windowed again. */
export const windowedThenCounted = (job: WindowJob, sizeMs: number): Pipeline =>
  stream("events", job.delayMs)
    .keyBy("key")
    .window(job.window)
    .aggregate({ total: sum("value") })
    .keyBy("key")
    .window(tumbling(millis(sizeMs)))
    .aggregate({ n: count() })
    .to("out");

export const dedupPlan = (job: DedupJob): Pipeline =>
  stream("events", job.delayMs)
    .keyBy("key")
    .dedup("id", { horizon: millis(job.horizonMs) })
    .to("out");

const selected = { left: left("id"), right: right("id") } as const;

const joined = (job: StreamJoinJob) =>
  stream("left", job.delayMs)
    .keyBy("key")
    .join(stream("right", job.delayMs).keyBy("key"), {
      before: millis(job.beforeMs),
      after: millis(job.afterMs),
      lateness: millis(job.latenessMs),
      kind: job.kind,
    });

export const streamJoinPlan = (job: StreamJoinJob): Pipeline => joined(job).select(selected).to("out");

/** A join whose rows are the keys alone. */
export const joinedByKey = (job: StreamJoinJob) =>
  joined(job)
    .select({ key: left("key"), other: right("key") })
    .map(({ key, other }) => ({ key: key ?? other }));

/** A join, and tumbling windows of its rows. */
export const joinedThenCounted = (job: StreamJoinJob, sizeMs: number): Pipeline =>
  joinedByKey(job)
    .keyBy("key")
    .window(tumbling(millis(sizeMs)))
    .aggregate({ n: count() })
    .to("out");

export const table = (topic: string) => pipeline("laws").table(topic, TableRow, { key: "key" });

export const asOfPlan = (job: AsOfJob): Pipeline =>
  stream("left", job.delayMs)
    .keyBy("key")
    .joinAsOf(
      pipeline("laws").table("right", TableRow, {
        key: "key",
        eventTime: { field: "at", outOfOrderness: millis(job.delayMs) },
      }),
      { kind: job.kind, lateness: millis(job.latenessMs) },
    )
    .select(selected)
    .to("out");

export const streamTablePlan = (kind: "inner" | "left"): Pipeline =>
  stream("left", 0).keyBy("key").joinTable(table("right"), { kind }).select(selected).to("out");

export const tableTablePlan = (kind: "inner" | "left" | "outer"): Pipeline =>
  table("left").join(table("right"), { kind }).select(selected).to("out");

export const joinInput = ({ side, lane, key, row, ts }: JoinArrival): InputRecord =>
  record(side, row, { partition: lane, key: key === null ? null : String(key), timestamp: ts });

/** Joins: ids tell which row is meant. */
export function collectJoin(job: Pipeline, lanes: number, arrivals: readonly JoinArrival[]): JoinOutcome {
  const { results, late, dead, counters } = collect(job, lanes, arrivals.map(joinInput));
  const byId = new Map(arrivals.map((arrival) => [arrival.row?.id, arrival]));
  return {
    results: results.map(emitted),
    late: late.map(({ row, watermark }) => ({ row, watermark })),
    unmatched: Object.values(counters).reduce((sum, node) => sum + node.unmatched, 0),
    dead: dead.map((one) => byId.get(one.row?.id as string)!),
  };
}

export const runEngineJoin: RunJoin = (job, arrivals) => collectJoin(streamJoinPlan(job), job.lanes, arrivals);

/** Two ways to keep state: whole snapshots, or a changelog that is folded after every step. */
export type Keeping = "snapshot" | "changelog";

/** A plan as a job that can be stopped at any step. */
export function restartable<Job, Input>(
  plan: (job: Job) => Pipeline,
  lanes: (job: Job) => number,
  input: (input: Input) => InputRecord,
  keeping: Keeping = "snapshot",
): Restartable<Job, Input> {
  const run = (job: Job, kept?: unknown): Running<Input> => {
    const { running, collected } = started(plan(job), lanes(job), keeping === "changelog");
    const output: unknown[] = [];
    const table = new Map<string, StateEntry>();
    const fold = (entries: readonly StateEntry[]): void => {
      for (const entry of entries) {
        const name = JSON.stringify([entry[0], entry[1]]);
        if (entry[2] === null) table.delete(name);
        else table.set(name, JSON.parse(JSON.stringify(entry)));
      }
    };
    if (kept !== undefined && keeping === "snapshot") running.restore(kept as Snapshot);
    if (kept !== undefined && keeping === "changelog") {
      running.load(kept as StateEntry[]);
      fold(kept as StateEntry[]);
    }
    const take = (act: () => void): void => {
      act();
      for (const list of Object.values(collected)) output.push(...list.splice(0));
      if (keeping === "changelog") fold(running.takeChanges());
    };
    return {
      push: (one) => take(() => running.push(input(one))),
      finish: () => take(() => running.finish()),
      output,
      snapshot: () =>
        keeping === "snapshot"
          ? running.snapshot()
          : [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry),
      get stateSize() {
        return running.stateSize;
      },
    };
  };
  return { start: (job) => run(job), restore: run };
}
