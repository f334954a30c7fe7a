import {
  type EngineOptions,
  engine,
  type InputRecord,
  type Pipeline,
  type Result,
  type Row,
  run,
  type WindowSpec,
} from "tidemark";
import type { AggregateSpec, EmitSpec, PlanNode } from "../../../src/core/plan.js";

/** A windowed aggregation of `{ at, key, value }`, written down as a plan. */
export interface Job {
  readonly window: WindowSpec;
  readonly delayMs?: number;
  readonly latenessMs?: number;
  readonly emit?: EmitSpec;
  readonly aggregates?: { readonly [name: string]: AggregateSpec };
}

export function planOf(job: Job): Pipeline {
  const eventTime = {
    field: "at",
    outOfOrdernessMs: job.delayMs ?? 0,
    idleAfterMs: null,
    maxFutureMs: null,
    maxJumpMs: null,
    jumpConfirmations: null,
  };
  const nodes: PlanNode[] = [
    { id: "events", inputs: [], op: "stream", topic: "events", key: null, eventTime },
    { id: "key", inputs: ["events"], op: "keyBy", field: "key" },
    {
      id: "window",
      inputs: ["key"],
      op: "window",
      window: job.window,
      latenessMs: job.latenessMs ?? 0,
      emit: job.emit ?? { kind: "final" },
      aggregates: job.aggregates ?? { n: { kind: "count" } },
    },
    { id: "out", inputs: ["window"], op: "sink", topic: "out" },
  ];
  return { plan: { name: "job", nodes, late: null, dead: null }, functions: {}, schemas: {}, tables: {} };
}

export const at = (ts: number, key: unknown = "a", value: unknown = 1): Row => ({ at: ts, key, value });

/** A result in a line: `a[0,10)#0=2`, `null` for a retraction. */
export const brief = ({ key, window, row, revision }: Result): string =>
  `${key}@${window!.start}/${window!.end}#${revision}=${row === null ? null : row.n}`;

/** What each event brings out, in a list of its own, and at last what the end of the input does. */
export function steps(job: Job, events: readonly (Row | InputRecord)[], options: EngineOptions = {}): string[][] {
  const out: string[][] = [];
  const sink = { result: (result: Result) => out.at(-1)!.push(brief(result)) };
  const running = engine(planOf(job), { ...options, sink });
  for (const event of events) {
    out.push([]);
    running.push(event);
  }
  out.push([]);
  running.finish();
  return out;
}

export const outcome = (job: Job, events: readonly Row[]) => run(planOf(job), events);
