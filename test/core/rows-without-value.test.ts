import { type Dead, engine } from "tidemark";
import type { PlanNode, PlanStep } from "tidemark/core";
import { describe, expect, it } from "vitest";

const select = { id: { side: "left", field: "id" } } as const;
const eventTime = {
  field: "at",
  outOfOrdernessMs: 0,
  idleAfterMs: null,
  maxFutureMs: null,
  maxJumpMs: null,
  jumpConfirmations: null,
};
const events = (topic: string): PlanNode => ({ id: topic, inputs: [], op: "internalSource", topic, field: "id" });
const table: PlanNode = { id: "table", inputs: [], op: "table", topic: "table", key: "id", eventTime };

/** Each step that takes events, between an internal topic of events and an output. */
const steps: { readonly [Op in PlanStep["op"]]?: { readonly step: PlanStep; readonly with?: PlanNode } } = {
  lookup: { step: { op: "lookup", table: "names", on: "id", as: "name", unmatched: "null" } },
  aggregate: { step: { op: "aggregate", aggregates: { n: { kind: "count" } } } },
  joinTable: { step: { op: "joinTable", kind: "inner", select }, with: table },
  joinAsOf: { step: { op: "joinAsOf", kind: "inner", latenessMs: 0, select }, with: table },
  joinStreams: {
    step: { op: "joinStreams", kind: "inner", beforeMs: 0, afterMs: 0, latenessMs: 0, select },
    with: events("others"),
  },
};

describe.each(Object.entries(steps))("a deletion among the events of %s", (_, { step, with: other }) => {
  it("is a dead letter, counted once, and what comes next is taken", () => {
    const inputs = ["events", ...(other === undefined ? [] : [other.id])];
    const nodes: PlanNode[] = [
      events("events"),
      ...(other === undefined ? [] : [other]),
      { id: "step", inputs, ...step },
      { id: "to-out", inputs: ["step"], op: "sink", topic: "out" },
    ];
    const pipeline = {
      plan: { name: "deletions", nodes, late: null, dead: null },
      functions: {},
      schemas: {},
      tables: { names: new Map() },
    };
    const dead: Dead[] = [];
    const running = engine(pipeline, { sink: { dead: (one) => void dead.push(one) } });
    const row = (at: number, value: { readonly id: string } | null) =>
      running.pushInternal({ topic: "events", key: "a", row: value, ts: at, lane: 0, watermark: at });
    row(1, null);
    row(2, { id: "a" });
    expect(dead.map(({ node, reason, message, key, row, ts }) => [node, reason, message, key, row, ts])).toEqual([
      ["step", "null-value", "a stream's row needs a value", "a", null, 1],
    ]);
    const { in: all, dead: refused } = running.counters.step!;
    expect([all, refused]).toEqual([2, 1]);
  });
});
