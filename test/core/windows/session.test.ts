import { record } from "tidemark";
import { describe, expect, it } from "vitest";
import { at, type Job, outcome, steps } from "./drive.js";

const window = { kind: "session", gapMs: 5 } as const;

describe("session windows", () => {
  it("join events at a distance of exactly the gap, and not beyond", () => {
    expect(steps({ window, delayMs: 100 }, [at(0), at(5), at(11)]).at(-1)).toEqual(["a@0/5#0=2", "a@11/11#0=1"]);
  });

  it("close at W > last + gap: at W = last + gap an event may still join on time", () => {
    expect(steps({ window }, [at(0), at(5, "b"), at(5), at(10, "b"), at(11, "b")])).toEqual([
      [],
      [],
      [],
      [],
      ["a@0/5#0=2"],
      ["b@5/11#0=3"],
    ]);
  });

  it("merge when a bridge arrives, whatever they hold", () => {
    const total = { n: { kind: "count" }, sum: { kind: "sum", field: "value" } } as const;
    const { results } = outcome({ window, delayMs: 100, aggregates: total }, [
      at(0, "a", 1),
      at(10, "a", 2),
      at(5, "a", 4),
    ]);
    expect(results.map(({ row, ts }) => [row, ts])).toEqual([
      [{ key: "a", windowStart: 0, windowEnd: 10, n: 3, sum: 7 }, 10],
    ]);
  });

  it("grow to the left, too", () => {
    expect(steps({ window, delayMs: 100 }, [at(5), at(1)]).at(-1)).toEqual(["a@1/5#0=2"]);
  });

  it("send an event to the late output when its session would be over after merging", () => {
    const { late, results } = outcome({ window }, [at(0), at(20, "b"), at(14), at(15)]);
    expect(late.map(({ ts, reason, watermark }) => [ts, reason, watermark])).toEqual([[14, "session-closed", 20]]);
    expect(results.map(({ key, window }) => [key, window])).toEqual([
      ["a", { start: 0, end: 0 }],
      ["a", { start: 15, end: 15 }],
      ["b", { start: 20, end: 20 }],
    ]);
  });

  it("retract what was told under bounds that change, by ascending last, before the new revision 0", () => {
    const job: Job = { window, latenessMs: 50 };
    expect(steps(job, [at(0), at(10), at(30, "b"), at(5), at(5)])).toEqual([
      [],
      ["a@0/0#0=1"],
      ["a@10/10#0=1"],
      ["a@0/0#1=null", "a@10/10#1=null", "a@0/10#0=3"],
      ["a@0/10#1=4"], // equal bounds need no retraction
      ["b@30/30#0=1"],
    ]);
  });

  /** Keys of one lane may be in another, too: behind a repartitioning, upstream partitions are the lanes. */
  const inLane = (partition: number, ts: number, key = "a") => record("events", at(ts, key), { partition });
  const updates: Job = { window: { kind: "session", gapMs: 15 }, delayMs: 1, emit: { kind: "updates" } };

  it("begin anew beside one that is late for the event's lane but not for a slower one, which may join both", () => {
    const events = [inLane(0, 0), inLane(0, 17, "b"), inLane(0, 1), inLane(0, 0), inLane(1, 0)];
    expect(steps(updates, events, { partitions: 2 }).slice(2, 5)).toEqual([
      ["a@1/1#0=1"],
      ["a@1/1#1=null", "a@0/1#0=2"],
      ["a@0/0#1=null", "a@0/1#1=4"], // one has the bounds of both already, and needs no retraction
    ]);
  });

  it("find the sessions of a slower lane also where a later one reaches further back", () => {
    const events = [inLane(0, 5), inLane(0, 22, "b"), inLane(0, 6), inLane(0, -5), inLane(1, -12)];
    expect(steps(updates, events, { partitions: 2 }).slice(2, 5)).toEqual([
      ["a@6/6#0=1"],
      ["a@6/6#1=null", "a@-5/6#0=2"],
      ["a@-5/6#1=null", "a@-12/6#0=3"],
    ]);
  });

  it("tell each change under updates, retracting first", () => {
    expect(steps({ window, emit: { kind: "updates" } }, [at(0), at(0), at(3)])).toEqual([
      ["a@0/0#0=1"],
      ["a@0/0#1=2"],
      ["a@0/0#2=null", "a@0/3#0=3"],
      [],
    ]);
  });

  it("are told early, and retracted when they grow afterwards", () => {
    const job: Job = { window, delayMs: 2, emit: { kind: "early", everyMs: 4 } };
    expect(steps(job, [at(6), at(7), at(20)])).toEqual([
      ["a@6/6#0=1"],
      ["a@6/6#1=null"],
      ["a@6/7#0=2", "a@20/20#0=1"],
      ["a@20/20#1=1"],
    ]);
  });

  it("close again when a told one has grown within the lateness", () => {
    const job: Job = { window, latenessMs: 3 };
    expect(steps(job, [at(0), at(6, "b"), at(4), at(10, "b")])).toEqual([
      [],
      ["a@0/0#0=1"],
      ["a@0/0#1=null"],
      ["a@0/4#0=2"],
      ["b@6/10#0=2"],
    ]);
  });

  it("keep nothing once they are late for every event", () => {
    const { counters } = outcome({ window, latenessMs: 7 }, [at(0), at(0, "b"), at(40)]);
    expect(counters.window).toMatchObject({ in: 3, result: 3, open: 0, stateSize: 0 });
  });
});
