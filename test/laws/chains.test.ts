import { describe, it } from "vitest";
import { hoppingWindow, sessionWindow, slidingWindow, tumblingWindow } from "../support/generators.js";
import { collect, emitted, eventInput, joinedThenCounted, joinInput, windowedThenCounted } from "./engine.js";
import type { RunJoinedThenCounted, RunWindowedThenCounted } from "./implementation.js";
import { joinChainLaw, windowChainLaw } from "./law/chain-law.js";

const runWindowed: RunWindowedThenCounted = (job, sizeMs, arrivals) => {
  const { results, late } = collect(windowedThenCounted(job, sizeMs), job.lanes, arrivals.map(eventInput));
  return { results: results.map(emitted), late: late.length };
};
const runJoined: RunJoinedThenCounted = (job, sizeMs, arrivals) => {
  const { results, late } = collect(joinedThenCounted(job, sizeMs), job.lanes, arrivals.map(joinInput));
  return { results: results.map(emitted), late: late.length };
};

describe("what fires is in time for the windows after it, however far the watermark jumps", () => {
  const windows = { tumbling: tumblingWindow, hopping: hoppingWindow, sliding: slidingWindow, session: sessionWindow };
  for (const [kind, window] of Object.entries(windows)) {
    it(`windows of ${kind} windows lose nothing`, () => windowChainLaw(runWindowed, window));
  }
  it("windows of joined rows lose nothing", () => joinChainLaw(runJoined));
});
