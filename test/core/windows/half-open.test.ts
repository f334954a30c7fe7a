import { assignHopping, assignTumbling } from "tidemark";
import { describe, expect, it } from "vitest";
import { at, brief, type Job, outcome, steps } from "./drive.js";

const tumbling = { kind: "tumbling", sizeMs: 10, offsetMs: 0 } as const;
const hopping = { kind: "hopping", sizeMs: 10, hopMs: 5, offsetMs: 0 } as const;

describe("assigning half-open windows", () => {
  it("opens the next window on a boundary, also below zero", () => {
    expect([-11, -10, -1, 0, 9, 10].map((ts) => assignTumbling(ts, 10).start)).toEqual([-20, -10, -10, 0, 0, 10]);
  });
  it("shifts windows by an offset, also by one larger than the size", () => {
    expect(assignTumbling(2, 10, 3)).toEqual({ start: -7, end: 3 });
    expect(assignTumbling(2, 10, 23)).toEqual({ start: -7, end: 3 });
  });
  it("finds every hopping window that contains a time, also where the hop does not divide the size", () => {
    for (const [size, hop, offset] of [
      [10, 3, 0],
      [10, 10, 4],
      [7, 2, 1],
      [5, 4, -3],
      [1, 1, 0],
    ] as const) {
      for (let ts = -25; ts <= 25; ts++) {
        const expected = [];
        for (let start = -60; start <= 60; start++) {
          const isStart = (((start - offset) % hop) + hop) % hop === 0;
          if (isStart && start <= ts && ts < start + size) expected.push({ start, end: start + size });
        }
        expect(assignHopping(ts, size, hop, offset)).toEqual(expected);
      }
    }
  });
});

describe("hopping windows", () => {
  it("count an event in each of its windows, and fire by (end, key)", () => {
    expect(steps({ window: hopping }, [at(7, "b"), at(6, "a"), at(15, "a")])).toEqual([
      [],
      [],
      ["a@0/10#0=1", "b@0/10#0=1", "a@5/15#0=1", "b@5/15#0=1"],
      ["a@10/20#0=1", "a@15/25#0=1"],
    ]);
  });

  it("count an event that is late for some in the others, and leave a notice that names the missed ones", () => {
    const { results, late, notices, counters } = outcome({ window: hopping }, [at(12), at(7), at(4)]);
    expect(results.map(brief)).toEqual(["a@5/15#0=2", "a@10/20#0=1"]);
    expect(notices).toEqual([
      {
        kind: "partly-late",
        node: "window",
        watermark: 12,
        key: "a",
        row: at(7),
        ts: 7,
        missed: [{ start: 0, end: 10 }],
      },
    ]);
    expect(late.map(({ ts, reason, watermark }) => [ts, reason, watermark])).toEqual([[4, "window-closed", 12]]);
    expect(counters.window).toMatchObject({ in: 3, result: 2, late: 1, open: 0, stateSize: 0 });
  });
});

describe("closing", () => {
  it("is at exactly W = end", () => {
    expect(steps({ window: tumbling, delayMs: 3 }, [at(1), at(12), at(13)])).toEqual([
      [],
      [],
      ["a@0/10#0=1"],
      ["a@10/20#0=2"],
    ]);
  });

  it("judges an event by the watermark before it: it may close its own window", () => {
    const job = { window: { kind: "tumbling", sizeMs: 1, offsetMs: 0 } } as const;
    expect(steps(job, [at(5), at(6)])).toEqual([[], ["a@5/6#0=1"], ["a@6/7#0=1"]]);
  });

  it("fires several windows by end, then key in code units", () => {
    const events = [at(1, "é"), at(1, "z"), at(1, "B"), at(11, "10"), at(11, "9"), at(40, "x")];
    expect(steps({ window: tumbling }, events).at(-2)).toEqual(["10@10/20#0=1", "9@10/20#0=1"]);
    expect(steps({ window: tumbling, delayMs: 20 }, events).at(-2)).toEqual([
      "B@0/10#0=1",
      "z@0/10#0=1",
      "é@0/10#0=1",
      "10@10/20#0=1",
      "9@10/20#0=1",
    ]);
  });

  it("leaves no state behind", () => {
    expect(outcome({ window: tumbling, latenessMs: 5 }, [at(1), at(20)]).counters.window!.stateSize).toBe(0);
  });
});

describe("lateness", () => {
  const job: Job = { window: tumbling, latenessMs: 5 };

  it("takes revisions up to W − lateness < end, and not at it", () => {
    expect(steps(job, [at(1), at(14), at(2), at(15), at(3)])).toEqual([
      [],
      ["a@0/10#0=1"],
      ["a@0/10#1=2"],
      [],
      [],
      ["a@10/20#0=2"],
    ]);
    expect(outcome(job, [at(1), at(15), at(3)]).late.map(({ ts }) => ts)).toEqual([3]);
  });

  it("emits revision 0 at once for a window that closed unfilled, and for a key that it had not", () => {
    expect(steps(job, [at(14), at(2), at(3, "b")])).toEqual([[], ["a@0/10#0=1"], ["b@0/10#0=1"], ["a@10/20#0=1"]]);
  });
});

describe("emit policies", () => {
  it("updates: each change, windows by start, and nothing at the close", () => {
    expect(steps({ window: hopping, emit: { kind: "updates" } }, [at(6), at(7), at(30)])).toEqual([
      ["a@0/10#0=1", "a@5/15#0=1"],
      ["a@0/10#1=2", "a@5/15#1=2"],
      ["a@25/35#0=1", "a@30/40#0=1"],
      [],
    ]);
  });

  it("early: what has changed whenever W reaches a multiple, and the last revision at the close", () => {
    const job: Job = { window: tumbling, emit: { kind: "early", everyMs: 4 } };
    expect(steps(job, [at(1), at(2), at(3), at(4), at(5), at(8), at(10)])).toEqual([
      ["a@0/10#0=1"], // the first watermark at all passes a multiple, too
      [],
      [],
      ["a@0/10#1=4"],
      [],
      ["a@0/10#2=6"],
      ["a@0/10#3=6"],
      ["a@10/20#0=1"],
    ]);
  });

  it("complete: all that is held after each event, an unchanged row under its old revision", () => {
    const job: Job = { window: tumbling, emit: { kind: "complete" } };
    expect(steps(job, [at(1), at(1, "b"), at(11)])).toEqual([
      ["a@0/10#0=1"],
      ["a@0/10#0=1", "b@0/10#0=1"],
      ["a@0/10#0=1", "b@0/10#0=1", "a@10/20#0=1"],
      [],
    ]);
  });
});
