import fc from "fast-check";
import { combine, count, left, max, millis, type Pipeline, right, session, sum, topK, tumbling } from "tidemark";
import { describe, it } from "vitest";
import {
  anyWindow,
  arrivalsWithCopies,
  jobAndArrivals,
  joinArrivals,
  joinJob,
  shortDuration,
  windowJob,
} from "../support/generators.js";
import {
  asOfPlan,
  dedupPlan,
  eventInput,
  joinInput,
  type Keeping,
  restartable,
  stream,
  streamJoinPlan,
  streamTablePlan,
  table,
  tableTablePlan,
  windowPlan,
} from "./engine.js";
import { restartLaw } from "./law/restart-law.js";
import type { JoinArrival } from "./model/join-outcome.js";

const shape = { lanes: 2, delayMs: 4, latenessMs: 2, beforeMs: 5, afterMs: 5 };
const sums = { n: count(), total: sum("value"), high: max("value"), best: topK("value", 2) };
const selected = { left: left("id"), right: right("id") } as const;

/** Plans over two topics, "left" and "right", with what they read there. */
const plans: Readonly<Record<string, { plan: Pipeline; tombstones: "none" | "right" | "both" }>> = {
  "as-of join": {
    plan: asOfPlan({ kind: "left", latenessMs: 2, delayMs: 4, lanes: 2, select: selected }),
    tombstones: "right",
  },
  "stream–table join": { plan: streamTablePlan("left"), tombstones: "right" },
  "table–table join": { plan: tableTablePlan("outer"), tombstones: "both" },
  "foreign-key join": {
    plan: table("left").joinForeignKey(table("right"), { on: "key", kind: "left" }).select(selected).to("out"),
    tombstones: "both",
  },
  "groups of a table": { plan: table("left").groupBy("value").aggregate(sums).to("out"), tombstones: "both" },
  "running aggregates": { plan: stream("left", 4).keyBy("key").aggregate(sums).to("out"), tombstones: "none" },
  "a join, then windows of its results, beside dedup and sessions of the same stream": {
    plan: combine(
      "chain",
      stream("left", 4)
        .keyBy("key")
        .join(stream("right", 4).keyBy("key"), { before: millis(5), after: millis(5), kind: "left" })
        .select({ key: left("key"), value: left("value"), other: right("value") })
        .keyBy("key")
        .window(tumbling(millis(10)))
        .aggregate({ n: count(), total: sum("value") })
        .to("windows"),
      stream("left", 4)
        .keyBy("key")
        .dedup("value", { horizon: millis(8) })
        .to("once"),
      stream("left", 4)
        .keyBy("key")
        .window(session(millis(3)), { lateness: millis(4) })
        .aggregate(sums)
        .to("sessions"),
    ),
    tombstones: "none",
  },
};

for (const keeping of ["snapshot", "changelog"] satisfies Keeping[]) {
  describe(`stopped at any step and continued from its ${keeping}, a plan is as if never stopped`, () => {
    it("windows, every kind and policy", () => {
      const emit = fc.oneof(
        fc.constantFrom({ kind: "final" } as const, { kind: "updates" } as const, { kind: "complete" } as const),
        shortDuration.map((everyMs) => ({ kind: "early", everyMs }) as const),
      );
      restartLaw(
        restartable(windowPlan, (job) => job.lanes, eventInput, keeping),
        jobAndArrivals(windowJob(anyWindow, emit)),
        200,
      );
    });

    it("dedup", () => {
      const job = { idField: "id", horizonMs: 8, delayMs: 4, lanes: 2 };
      restartLaw(
        restartable(dedupPlan, () => 2, eventInput, keeping),
        arrivalsWithCopies(2, 4, 8).map((events) => [job, events] as [typeof job, typeof events]),
      );
    });

    it("stream–stream join", () => {
      const inputs = joinJob.chain((job) =>
        fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: true })),
      );
      restartLaw(
        restartable(streamJoinPlan, (job) => job.lanes, joinInput, keeping),
        inputs,
      );
    });

    for (const [name, { plan, tombstones }] of Object.entries(plans)) {
      it(name, () => {
        const topics = new Set(plan.plan.nodes.flatMap((node) => ("topic" in node ? [node.topic] : [])));
        const inputs = joinArrivals(shape, { tombstones, nullKeys: false }).map(
          (arrivals) => [null, arrivals.filter(({ side }) => topics.has(side))] as [null, JoinArrival[]],
        );
        restartLaw(
          restartable(
            () => plan,
            () => shape.lanes,
            joinInput,
            keeping,
          ),
          inputs,
        );
      });
    }
  });
}
