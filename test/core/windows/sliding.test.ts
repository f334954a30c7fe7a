import { describe, expect, it } from "vitest";
import { at, brief, type Job, outcome, steps } from "./drive.js";

const window = { kind: "sliding", differenceMs: 10 } as const;

describe("Kafka's sliding windows", () => {
  it("end at an event or begin just after one, hold one, and stand once", () => {
    const { results } = outcome({ window, delayMs: 100 }, [at(10), at(14), at(15)]);
    expect(results.map(brief)).toEqual(["a@0/10#0=1", "a@4/14#0=2", "a@5/15#0=3", "a@11/21#0=2", "a@15/25#0=1"]);
  });

  it("may start before zero", () => {
    expect(outcome({ window }, [at(3)]).results.map(brief)).toEqual(["a@-7/3#0=1"]);
  });

  it("have the time of their last event", () => {
    const { results } = outcome({ window, delayMs: 100 }, [at(10), at(14)]);
    expect(results.map(({ window, ts }) => [window!.start, ts])).toEqual([
      [0, 10],
      [4, 14],
      [11, 14],
    ]);
  });

  it("close at W > end, not at W = end", () => {
    expect(steps({ window }, [at(10), at(10, "b"), at(11, "b")]).slice(0, 3)).toEqual([
      [],
      [],
      ["a@0/10#0=1", "b@0/10#0=1"],
    ]);
  });

  it("count equal times as events of their own", () => {
    expect(outcome({ window }, [at(0), at(0)]).results.map(brief)).toEqual(["a@-10/0#0=2"]);
  });

  it("take an event that is late for its earlier windows into the later ones, without a notice", () => {
    const { results, notices, late } = outcome({ window }, [at(20), at(12)]);
    expect(results.map(brief)).toEqual(["a@10/20#0=2", "a@13/23#0=1"]);
    expect([notices, late]).toEqual([[], []]);
  });

  it("send an event that no window could take to the late output at once", () => {
    const { late } = outcome({ window }, [at(20), at(9)]);
    expect(late.map(({ ts, reason, watermark }) => [ts, reason, watermark])).toEqual([[9, "window-closed", 20]]);
  });

  it("send an event that ended in no result to the late output when it is dropped", () => {
    const { late, results, counters } = outcome({ window }, [at(20, "b"), at(12), at(60, "b")]);
    expect(late.map(({ ts, key, reason, watermark }) => [ts, key, reason, watermark])).toEqual([
      [12, "a", "no-window", 20],
    ]);
    expect(results.map(({ key }) => key)).toEqual(["b", "b"]);
    expect(counters.window).toMatchObject({ in: 3, result: 2, late: 1, open: 0, stateSize: 0 });
  });

  it("emit each change of an event's windows by start under updates", () => {
    expect(steps({ window, emit: { kind: "updates" } }, [at(10), at(14)])).toEqual([
      ["a@0/10#0=1"],
      ["a@4/14#0=2", "a@11/21#0=1"],
      [],
    ]);
  });

  it("make revisions within the lateness, and drop a window at W − lateness > end", () => {
    const job: Job = { window, latenessMs: 5 };
    expect(steps(job, [at(10), at(15, "b"), at(10), at(16, "b"), at(10)]).slice(0, 5)).toEqual([
      [],
      ["a@0/10#0=1"],
      ["a@0/10#1=2"],
      ["b@5/15#0=1"],
      [],
    ]);
  });

  it("hold only events of equal time when the difference is 0", () => {
    const zero: Job = { window: { kind: "sliding", differenceMs: 0 } };
    expect(outcome(zero, [at(1), at(1), at(2)]).results.map(brief)).toEqual(["a@1/1#0=2", "a@2/2#0=1"]);
  });
});
