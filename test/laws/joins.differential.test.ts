import fc from "fast-check";
import { count, left, max, pipeline, right, sum } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { arrivals, joinArrivals, joinJob } from "../support/generators.js";
import { cases } from "../support/runs.js";
import {
  asOfPlan,
  collect,
  collectJoin,
  emitted,
  eventInput,
  joinInput,
  runEngineJoin,
  streamTablePlan,
  tableTablePlan,
} from "./engine.js";
import { runAsOf } from "./model/as-of.js";
import type { JoinArrival, JoinOutcome } from "./model/join-outcome.js";
import { runStreamStream } from "./model/stream-stream.js";
import { runAggregate, runForeignKey, runGroupTable, runStreamTable, runTableTable } from "./model/tables.js";

const ids = (rows: readonly JoinArrival[]): unknown[] => rows.map(({ row, key }) => row?.id ?? key).sort();

/** Results and late rows in order; what has no place in them as a set. */
const comparable = ({ results, late, unmatched, dead }: JoinOutcome): unknown => ({
  results,
  late,
  unmatched,
  dead: ids(dead),
});

const selected = { left: { side: "left", field: "id" }, right: { side: "right", field: "id" } } as const;
const joinShape = { lanes: 1, delayMs: 0, latenessMs: 0, beforeMs: 5, afterMs: 5 };

describe("the engine joins what the model joins, in the same order", () => {
  it("stream–stream: inner, left, outer, with lateness, partitions and rows without a key", () => {
    const inputs = joinJob.chain((job) =>
      fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: true })),
    );
    fc.assert(
      fc.property(inputs, ([job, arrivals]) => {
        expect(comparable(runEngineJoin(job, arrivals))).toEqual(comparable(runStreamStream(job, arrivals)));
      }),
      cases(400),
    );
  });

  it("temporal: the version valid at the event's own time, once the table has passed it", () => {
    const job = fc.record({
      kind: fc.constantFrom("inner" as const, "left" as const),
      latenessMs: fc.nat({ max: 6 }),
      delayMs: fc.nat({ max: 12 }),
      lanes: fc.integer({ min: 1, max: 3 }),
      select: fc.constant(selected),
    });
    const inputs = job.chain((drawn) =>
      fc.tuple(
        fc.constant(drawn),
        joinArrivals({ ...drawn, beforeMs: 0, afterMs: 0 }, { tombstones: "right", nullKeys: false }),
      ),
    );
    fc.assert(
      fc.property(inputs, ([job, arrivals]) => {
        const got = collectJoin(asOfPlan(job), job.lanes, arrivals);
        const model = runAsOf(job, arrivals);
        expect(got.results).toEqual(model.results);
        expect(got.late.length).toBe(model.late.length);
        expect(got.unmatched).toBe(model.unmatched);
      }),
      cases(250),
    );
  });

  it("stream–table: the table as it stands when the event comes", () => {
    const kind = fc.constantFrom("inner" as const, "left" as const);
    fc.assert(
      fc.property(kind, joinArrivals(joinShape, { tombstones: "right", nullKeys: false }), (kind, arrivals) => {
        const got = collectJoin(streamTablePlan(kind), 1, arrivals);
        const model = runStreamTable({ kind, select: selected }, arrivals);
        expect(got.results).toEqual(model.results);
        expect(got.unmatched).toBe(model.unmatched);
      }),
      cases(200),
    );
  });

  it("table–table: inner, left, outer; only real changes, each once", () => {
    const kind = fc.constantFrom("inner" as const, "left" as const, "outer" as const);
    fc.assert(
      fc.property(kind, joinArrivals(joinShape, { tombstones: "both", nullKeys: false }), (kind, arrivals) => {
        const got = collect(tableTablePlan(kind), 1, arrivals.map(joinInput)).results.map(emitted);
        expect(got).toEqual(runTableTable({ kind, select: selected }, arrivals));
      }),
      cases(250),
    );
  });

  it("foreign key: every left row that names a right one", () => {
    const kind = fc.constantFrom("inner" as const, "left" as const);
    const Row = z.object({ id: z.string(), key: z.string(), value: z.number(), other: z.string().nullable() });
    const plan = (kind: "inner" | "left") =>
      pipeline("laws")
        .table("left", Row, { key: "key" })
        .joinForeignKey(pipeline("laws").table("right", Row, { key: "key" }), { on: "other", kind })
        .select({ left: left("id"), right: right("id") })
        .to("out");
    const references = fc.array(fc.constantFrom("a", "b", "", "10", null), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(
        kind,
        joinArrivals(joinShape, { tombstones: "both", nullKeys: false }),
        references,
        (kind, drawn, others) => {
          const arrivals = drawn.map((arrival, i) =>
            arrival.row === null ? arrival : { ...arrival, row: { ...arrival.row, other: others[i]! } },
          );
          const got = collect(plan(kind), 1, arrivals.map(joinInput)).results.map(emitted);
          expect(got).toEqual(runForeignKey({ field: "other", kind, select: selected }, arrivals));
        },
      ),
      cases(250),
    );
  });

  it("groups of a table: the old group's change first, an empty group counts 0", () => {
    const Row = z.object({ id: z.string(), key: z.string(), at: z.number(), value: z.number() });
    const aggregates = { n: count(), total: sum("value"), high: max("value") };
    const plan = pipeline("laws").table("left", Row, { key: "key" }).groupBy("value").aggregate(aggregates).to("out");
    fc.assert(
      fc.property(joinArrivals(joinShape, { tombstones: "both", nullKeys: false }), (drawn) => {
        const arrivals = drawn.map((arrival) => ({ ...arrival, side: "left" as const }));
        const got = collect(plan, 1, arrivals.map(joinInput)).results.map(emitted);
        expect(got).toEqual(runGroupTable({ field: "value", keyField: "value", aggregates }, arrivals));
      }),
      cases(250),
    );
  });

  it("running aggregates of a stream", () => {
    const Row = z.object({ id: z.string(), key: z.string(), at: z.number(), value: z.number() });
    const aggregates = { n: count(), total: sum("value"), high: max("value") };
    const plan = pipeline("laws")
      .from("events", Row)
      .eventTime("at", { outOfOrderness: { ms: 3 } })
      .keyBy("key")
      .aggregate(aggregates)
      .to("out");
    const shape = { lanes: 2, delayMs: 3, boundaries: () => [], keyDecidesLane: false, maxLength: 20 };
    fc.assert(
      fc.property(arrivals(shape), (events) => {
        const got = collect(plan, 2, events.map(eventInput)).results.map(emitted);
        expect(got).toEqual(runAggregate({ keyField: "key", aggregates }, events));
      }),
      cases(200),
    );
  });
});
