import { describe, it } from "vitest";
import { hoppingWindow, tumblingWindow } from "../support/generators.js";
import { dedupPlan, eventInput, joinInput, restartable, streamJoinPlan, windowPlan } from "./engine.js";
import { dedupIsExact, joinIsExact, windowsAreExact } from "./law/exact-state.js";

describe("state is exactly what a later input may still need, after every step", () => {
  const windows = restartable(windowPlan, (job) => job.lanes, eventInput);
  it("tumbling windows × keys that are not late for all", () => windowsAreExact(windows.start, tumblingWindow));
  it("hopping windows × keys that are not late for all", () => windowsAreExact(windows.start, hoppingWindow));

  it("a join's rows that the other input has not passed", () =>
    joinIsExact(restartable(streamJoinPlan, (job) => job.lanes, joinInput).start));

  it("ids within the horizon", () => dedupIsExact(restartable(dedupPlan, (job) => job.lanes, eventInput).start));
});
