import { describe, it } from "vitest";
import { arrivalsWithCopies, joinArrivals } from "../support/generators.js";
import { refutes } from "../support/refutes.js";
import { asOfPlan, collect, dedupPlan, emitted, eventInput, joinInput, streamJoinPlan } from "./engine.js";
import type { RunJoin } from "./implementation.js";
import { orderChangesNothing } from "./law/order-changes-nothing.js";
import type { JoinArrival } from "./model/join-outcome.js";
import type { Arrival } from "./model/outcome.js";
import { runStreamStream } from "./model/stream-stream.js";
import { ignoresTheDelay, joinsTheLastPartner } from "./wrong/joins.js";

const selected = { left: { side: "left", field: "id" }, right: { side: "right", field: "id" } } as const;
const patient = 1000;
const shape = { lanes: 1, delayMs: 4, latenessMs: 0, beforeMs: 5, afterMs: 5 };
const job = { ...shape, delayMs: patient, select: selected };
const anyOrder = (): null => null;

describe("the first law: the order of arrival changes no result while nothing is late", () => {
  const streamStream = { ...job, kind: "outer" } as const;
  const bothStreams = joinArrivals(shape, { tombstones: "none", nullKeys: true });

  it("holds for stream–stream joins", () => {
    const plan = streamJoinPlan(streamStream);
    const run = (inputs: readonly JoinArrival[]) => collect(plan, 1, inputs.map(joinInput)).results.map(emitted);
    orderChangesNothing(run, bothStreams, anyOrder);
  });

  const joinedInAnyOrder = (join: RunJoin): void =>
    orderChangesNothing((inputs: readonly JoinArrival[]) => join(streamStream, inputs).results, bothStreams, anyOrder);

  it("holds for the model's stream–stream join", () => joinedInAnyOrder(runStreamStream));
  it("catches a join that takes rows out of order for late", () => refutes(() => joinedInAnyOrder(ignoresTheDelay)));
  it("catches a join with the last partner only", () => refutes(() => joinedInAnyOrder(joinsTheLastPartner)));

  const asOf = asOfPlan({ ...job, kind: "left" });
  const runAsOf = (inputs: readonly JoinArrival[]) => collect(asOf, 1, inputs.map(joinInput)).results.map(emitted);
  const versions = joinArrivals(shape, { tombstones: "right", nullKeys: false });

  it("holds for temporal joins, the order of versions with equal key and time kept", () =>
    orderChangesNothing(runAsOf, versions, ({ side, key, ts }) =>
      side === "right" ? JSON.stringify([key, ts]) : null,
    ));

  it("and not when that order is not kept", () => refutes(() => orderChangesNothing(runAsOf, versions, anyOrder, 300)));

  const dedup = dedupPlan({ idField: "id", horizonMs: 1000, delayMs: patient, lanes: 1 });
  const runDedup = (inputs: readonly Arrival[]) => collect(dedup, 1, inputs.map(eventInput)).results.map(emitted);
  const copies = arrivalsWithCopies(1, 4, 8);
  /** Every copy of an id with the time and the value of the first. */
  const alike = copies.map((events) => {
    const first = new Map<unknown, Arrival>();
    return events.map((event) => {
      if (!first.has(event.row.id)) first.set(event.row.id, event);
      return first.get(event.row.id)!;
    });
  });

  it("holds for dedup when the copies of an id carry one time and value", () =>
    orderChangesNothing(runDedup, alike, anyOrder));
  it("and not when they differ", () => refutes(() => orderChangesNothing(runDedup, copies, anyOrder, 300)));
});
