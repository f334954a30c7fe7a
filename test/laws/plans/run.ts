import { engine, type Result, record } from "tidemark";
import type { Snapshot } from "tidemark/core";
import type { PlanOutcome } from "../model/plan.js";
import type { PlanCase } from "./generate.js";

/** A plan in the engine. After `restartAt` actions the engine is thrown away, and another goes on from its snapshot as JSON. */
export function runEnginePlan({ pipeline, partitions, actions, restartAt }: PlanCase): PlanOutcome {
  const results: { [topic: string]: Omit<Result, "topic">[] } = {};
  for (const node of pipeline.plan.nodes) if (node.op === "sink") results[node.topic] = [];
  const late: { node: string; row: Result["row"]; watermark: number }[] = [];
  const started = () =>
    engine(pipeline, {
      partitions,
      sink: {
        result: ({ topic, ...result }) => void results[topic]!.push(result),
        late: ({ node, row, watermark }) => void late.push({ node, row, watermark }),
      },
    });
  let running = started();
  actions.forEach((action, i) => {
    if (i === restartAt) {
      const snapshot = JSON.parse(JSON.stringify(running.snapshot())) as Snapshot;
      running = started();
      running.restore(snapshot);
    }
    if (action.kind === "finish") running.finish();
    else if (action.kind === "idle") running.idle(action.topic, action.partition);
    else {
      const { topic, row, partition, key, timestamp } = action;
      running.push(record(topic, row, { partition, key, timestamp }));
    }
  });
  const steps = Object.fromEntries(
    Object.entries(running.counters).map(([node, { dead, unmatched, duplicate }]) => [
      node,
      {
        late: late.filter((one) => one.node === node).map(({ row, watermark }) => ({ row, watermark })),
        dead,
        unmatched,
        duplicate,
      },
    ]),
  );
  return { results: results as PlanOutcome["results"], steps };
}
