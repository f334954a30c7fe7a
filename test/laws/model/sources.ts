import type { PlanNode } from "../../../src/core/plan.js";
import type { Timed } from "./aggregates.js";
import type { Flow, Moment, Traveller } from "./flow.js";
import { Lanes } from "./lanes.js";
import type { Key } from "./outcome.js";

/** What happens to a whole plan, step by step: a record comes, a partition is found idle, or all inputs end. */
export type Action =
  | {
      readonly kind: "record";
      readonly topic: string;
      readonly partition: number;
      readonly key: string | null;
      readonly row: Timed["row"] | null;
      /** The record's own time: what a deletion and a table without event time go by. */
      readonly timestamp: number;
    }
  | { readonly kind: "idle"; readonly topic: string; readonly partition: number }
  | { readonly kind: "finish" };

type SourceNode = Extract<PlanNode, { readonly op: "stream" | "table" }>;

/** A topic as its rows come in, each with the watermark of its own partition before it. */
export function sourceFlow(node: SourceNode, partitions: number, actions: readonly Action[]): Flow {
  const lanes = new Lanes(partitions, node.eventTime?.outOfOrdernessMs ?? 0);
  const idle = new Set<number>();
  return actions.map((action): Moment => {
    const rows: Traveller[] = [];
    if (action.kind === "finish") {
      lanes.finish();
      idle.clear();
    } else if (action.topic === node.topic && action.kind === "idle") {
      lanes.fallIdle(action.partition);
      idle.add(action.partition);
    } else if (action.topic === node.topic && action.kind === "record") {
      const { partition, row } = action;
      lanes.wake(partition);
      idle.delete(partition);
      const ts = row === null || node.eventTime === null ? action.timestamp : (row[node.eventTime.field] as number);
      const key = row === null || node.key === null ? action.key : ((row[node.key] ?? null) as Key | null);
      rows.push({ key, row, ts, watermark: lanes.own(partition), order: [0], window: null, revision: 0 });
      if (node.eventTime !== null) lanes.observe(partition, ts);
    }
    return { rows, watermark: lanes.combined(), idle: idle.size === partitions };
  });
}
