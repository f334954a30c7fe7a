import fc from "fast-check";
import { describe, it } from "vitest";
import {
  anyWindow,
  awkwardKey,
  hoppingWindow,
  sessionWindow,
  slidingWindow,
  tumblingWindow,
} from "../support/generators.js";
import { refutes } from "../support/refutes.js";
import { boundedState } from "./law/bounded-state.js";
import { joinChainLaw, windowChainLaw } from "./law/chain-law.js";
import { compactionLaw } from "./law/compaction-law.js";
import { dedupIsExact, joinIsExact, windowsAreExact } from "./law/exact-state.js";
import { firstLaw } from "./law/first-law.js";
import { interleavingLaw } from "./law/interleaving.js";
import { joinInterleavingLaw, joinIsNestedLoop } from "./law/join-law.js";
import { mergeLaw } from "./law/merge-law.js";
import { restartLaw } from "./law/restart-law.js";
import { secondLaw } from "./law/second-law.js";
import { watermarkLaw } from "./law/watermark-law.js";
import { hoppingWindowsContainTheirEvents, sessionsAreClusters, tumblingIsHopping } from "./law/windows.js";
import { runWindows } from "./model/run-windows.js";
import { runStreamStream } from "./model/stream-stream.js";
import * as wrongChains from "./wrong/chains.js";
import * as wrongJoins from "./wrong/joins.js";
import * as wrong from "./wrong/others.js";
import * as wrongState from "./wrong/state.js";
import * as wrongWindows from "./wrong/windows.js";

describe("the model obeys the laws", () => {
  const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow, session: sessionWindow };
  for (const [kind, window] of Object.entries(windows)) {
    it(`gives equal final results for two arrival orders without late events: ${kind}`, () =>
      firstLaw(runWindows, window));
    it(`gives each event one fate: ${kind}`, () => secondLaw(runWindows, window));
    it(`does not depend on how partitions interleave: ${kind}`, () => interleavingLaw(runWindows, window));
  }
  it("takes a tumbling window for a hopping one with hop = size", () => tumblingIsHopping(runWindows));
  it("puts each event into every hopping window that contains it", () => hoppingWindowsContainTheirEvents(runWindows));
  it("makes sessions of clusters", () => sessionsAreClusters(runWindows));
  it("joins as a nested loop does", () => joinIsNestedLoop(runStreamStream));
  it("joins alike however inputs interleave", () => joinInterleavingLaw(runStreamStream));
});

describe("each law catches a wrong implementation", () => {
  it("the first law catches sums that depend on the order of arrival", () =>
    refutes(() => firstLaw(wrongWindows.addsInOrderOfArrival, anyWindow)));
  it("the second law catches late events that are dropped in silence", () =>
    refutes(() => secondLaw(wrongWindows.dropsLateSilently, anyWindow)));
  it("interleaving catches one watermark for all partitions", () =>
    refutes(() => interleavingLaw(wrongWindows.oneWatermarkForAllPartitions, tumblingWindow)));
  it("tumbling = hopping catches rounding toward zero", () =>
    refutes(() => tumblingIsHopping(wrongWindows.tumblesTowardZero)));
  it("containment catches a hopping window that holds its own end", () =>
    refutes(() => hoppingWindowsContainTheirEvents(wrongWindows.hoppingEndIsInside)));
  it("clustering catches a session that ends at the gap", () =>
    refutes(() => sessionsAreClusters(wrongWindows.sessionsBelowTheGap)));
  it("the nested loop catches bounds that are left out", () =>
    refutes(() => joinIsNestedLoop(wrongJoins.boundsAreOutside)));
  it("the nested loop catches spurious unmatched rows", () =>
    refutes(() => joinIsNestedLoop(wrongJoins.spuriousNulls)));
  it("interleaving catches one watermark for both inputs", () =>
    refutes(() => joinInterleavingLaw(wrongJoins.oneCommonWatermark)));
  it("the watermark law catches one that follows the last event", () =>
    refutes(() => watermarkLaw(wrong.followsTheLastEvent)));
  it("merging catches a mean of means", () => refutes(() => mergeLaw(wrong.meanOfMeans)));
  it("merging catches a compensated sum", () => refutes(() => mergeLaw(wrong.compensatedSum)));
  it("compaction catches tombstones that are forgotten first", () =>
    refutes(() => compactionLaw(wrong.forgetsTombstonesFirst)));
  it("compaction catches new offsets", () => refutes(() => compactionLaw(wrong.renumbersOffsets)));
  it("a restart catches a snapshot that leaves something out", () =>
    refutes(() => restartLaw(wrong.forgetsWhatItTold, fc.tuple(fc.constant(null), fc.array(awkwardKey)))));
  it("bounded state catches a count by key that forgets nothing", () =>
    refutes(() => boundedState(wrong.forgetsWhatItTold.start(null), (index) => `key ${index}`, 1000, 100)));
  it("chains catch a watermark that is told before the results that it has closed", () =>
    refutes(() => windowChainLaw(wrongChains.marksBeforeResults, tumblingWindow)));
  it("chains catch a watermark that is not held back for results behind it", () => {
    refutes(() => windowChainLaw(wrongChains.doesNotHoldBack, sessionWindow));
    refutes(() => windowChainLaw(wrongChains.doesNotHoldBack, slidingWindow));
  });
  it("chains catch a join's watermark that is not held back for rows without a partner", () =>
    refutes(() => joinChainLaw(wrongChains.joinDoesNotHoldBack)));
  it("chains find nothing wrong where results go first and the watermark is held back", () =>
    windowChainLaw(wrongChains.byHand, anyWindow));
  it("exact state catches windows that are dropped when they close", () =>
    refutes(() => windowsAreExact(wrongState.dropsAtClose, tumblingWindow)));
  it("exact state catches windows that are dropped a millisecond late", () =>
    refutes(() => windowsAreExact(wrongState.dropsOneMillisecondLate, hoppingWindow)));
  it("exact state catches rows of a join that expire by their own input", () =>
    refutes(() => joinIsExact(wrongState.expiresByItsOwnInput)));
  it("exact state catches an id that every copy prolongs", () =>
    refutes(() => dedupIsExact(wrongState.everyCopyProlongs)));
});
