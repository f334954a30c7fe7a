import fc from "fast-check";
import { BoundedOutOfOrderness } from "tidemark";
import { describe, it } from "vitest";
import {
  hoppingWindow,
  jobAndArrivals,
  joinArrivals,
  joinJob,
  sessionWindow,
  slidingWindow,
  tumblingWindow,
  windowJob,
} from "../support/generators.js";
import {
  eventInput,
  joinInput,
  restartable,
  runEngineJoin,
  runEngineWindows,
  streamJoinPlan,
  windowPlan,
} from "./engine.js";
import { boundedState } from "./law/bounded-state.js";
import { firstLaw } from "./law/first-law.js";
import { interleavingLaw } from "./law/interleaving.js";
import { joinInterleavingLaw, joinIsNestedLoop } from "./law/join-law.js";
import { restartLaw } from "./law/restart-law.js";
import { secondLaw } from "./law/second-law.js";
import { watermarkLaw } from "./law/watermark-law.js";
import { hoppingWindowsContainTheirEvents, sessionsAreClusters, tumblingIsHopping } from "./law/windows.js";

const windowsOf = restartable(windowPlan, (job) => job.lanes, eventInput);
const joinOf = restartable(streamJoinPlan, (job) => job.lanes, joinInput);

describe("the engine obeys the laws", () => {
  const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow, session: sessionWindow };
  for (const [kind, window] of Object.entries(windows)) {
    it(`gives equal final results for two arrival orders without late events: ${kind}`, () =>
      firstLaw(runEngineWindows, window));
    it(`gives each event one fate: ${kind}`, () => secondLaw(runEngineWindows, window));
    it(`does not depend on how partitions interleave: ${kind}`, () => interleavingLaw(runEngineWindows, window));
    it(`continues from a snapshot byte for byte: ${kind}`, () =>
      restartLaw(windowsOf, jobAndArrivals(windowJob(window))));
  }
  it("never takes a watermark back", () =>
    watermarkLaw((delayMs) => {
      const generator = new BoundedOutOfOrderness(delayMs);
      return (ts) => generator.observe(ts);
    }));
  it("takes a tumbling window for a hopping one with hop = size", () => tumblingIsHopping(runEngineWindows));
  it("puts each event into every hopping window that contains it", () =>
    hoppingWindowsContainTheirEvents(runEngineWindows));
  it("makes sessions of clusters", () => sessionsAreClusters(runEngineWindows));
  it("joins as a nested loop does", () => joinIsNestedLoop(runEngineJoin));
  it("joins alike however inputs interleave", () => joinInterleavingLaw(runEngineJoin));
  it("continues a join from a snapshot byte for byte", () =>
    restartLaw(
      joinOf,
      joinJob.chain((job) => fc.tuple(fc.constant(job), joinArrivals(job, { tombstones: "none", nullKeys: true }))),
    ));
});

describe("state is bounded, for streams of any length", () => {
  const job = {
    latenessMs: 20,
    emit: { kind: "final" },
    aggregates: { n: { kind: "count" } },
    keyField: "key",
    delayMs: 50,
    lanes: 1,
  } as const;
  const keys = 7;
  const event = (index: number) => {
    const ts = index * 3 - ((index * 7919) % 50);
    const key = `k${index % keys}`;
    return { lane: 0, key, ts, row: { id: `e${index}`, key, at: ts, value: 1 } };
  };
  // Time that is open: delay, lateness, disorder, and the window itself, on both sides.
  const openMs = 50 + 20 + 50 + 2 * 40;
  const bounds = {
    tumbling: { window: { kind: "tumbling", sizeMs: 40, offsetMs: 0 }, bound: (openMs / 40 + 1) * keys },
    hopping: { window: { kind: "hopping", sizeMs: 40, hopMs: 10, offsetMs: 0 }, bound: (openMs / 10 + 1) * keys },
    sliding: { window: { kind: "sliding", differenceMs: 40 }, bound: 6 * (openMs / 3) },
    session: { window: { kind: "session", gapMs: 12 }, bound: openMs / 3 + keys },
  } as const;
  for (const [kind, { window, bound }] of Object.entries(bounds)) {
    it(`${kind} windows keep open windows × keys`, () =>
      boundedState(windowsOf.start({ ...job, window }), event, 20_000, bound));
  }
  it("a stream–stream join keeps what may still find a partner", () => {
    const join = {
      kind: "outer",
      beforeMs: 20,
      afterMs: 20,
      latenessMs: 0,
      delayMs: 50,
      lanes: 1,
      select: {},
    } as const;
    const row = (index: number) => ({
      ...event(index),
      side: index % 2 === 0 ? ("left" as const) : ("right" as const),
    });
    boundedState(joinOf.start(join), row, 20_000, openMs);
  });
});
