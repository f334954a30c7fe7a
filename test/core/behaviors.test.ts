import {
  collect,
  type EmitSpec,
  engine,
  hopping,
  left,
  millis,
  pipeline,
  type Result,
  record,
  right,
  session,
  sliding,
  tumbling,
  updates,
  type WindowSpec,
} from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { drive } from "../support/drive.js";

const Event = z.object({ key: z.string(), at: z.number(), value: z.string() });
interface Options {
  readonly delay?: number;
  readonly lateness?: number;
  readonly emit?: EmitSpec;
}

/** A window that collects values, stepped by hand. */
function windowed(
  window: WindowSpec,
  { delay = 0, lateness = 0, emit = { kind: "final" } }: Options = {},
  partitions = 1,
) {
  const driven = drive(
    pipeline("behaviors")
      .from("events", Event)
      .eventTime("at", { outOfOrderness: millis(delay) })
      .keyBy("key")
      .window(window, { lateness: millis(lateness), emit })
      .aggregate({ all: collect("value") })
      .to("out"),
    partitions,
  );
  return {
    ...driven,
    at: (at: number, value = `${at}`, partition = 0) =>
      driven.push(record("events", { key: "ferry", at, value }, { partition })).map(told),
    end: () => driven.finish().map(told),
  };
}

/** `[0, 10) 1 2 · r0`: bounds, values, revision. */
function told({ row, window, revision }: Result): string {
  const values = row === null ? "gone" : (row.all as string[]).join(" ");
  return `${window!.start}..${window!.end}: ${values} r${revision}`;
}

describe("half-open windows", () => {
  it("close at the first watermark that reaches their end, and not before", () => {
    const { at } = windowed(tumbling(millis(10)), { delay: 5 });
    expect(at(9)).toEqual([]);
    expect(at(14)).toEqual([]);
    expect(at(15)).toEqual(["0..10: 9 r0"]);
  });

  it("hold negative times in the window that starts below them", () => {
    const { at, end } = windowed(tumbling(millis(10)));
    at(-1);
    expect(end()).toEqual(["-10..0: -1 r0"]);
  });

  it("send one revision for each event between close and drop, and none from end + lateness on", () => {
    const { at, late } = windowed(tumbling(millis(10)), { lateness: 5 });
    at(1);
    expect(at(10)).toEqual(["0..10: 1 r0"]);
    at(14);
    expect(at(2)).toEqual(["0..10: 1 2 r1"]);
    at(15);
    expect(at(3)).toEqual([]);
    expect(late.map(({ ts, watermark }) => [ts, watermark])).toEqual([[3, 15]]);
  });

  it("begin at revision 0 when the first event comes after the close", () => {
    const { at } = windowed(tumbling(millis(10)), { lateness: 5 });
    at(12);
    expect(at(3)).toEqual(["0..10: 3 r0"]);
  });

  it("of which an event misses some count it in the others, and a notice names the missed", () => {
    const { at, notices, late } = windowed(hopping(millis(10), millis(5)));
    at(12);
    at(9);
    expect(notices.map(({ ts, missed }) => [ts, missed])).toEqual([[9, [{ start: 0, end: 10 }]]]);
    expect(late).toEqual([]);
    expect(at(15)).toEqual(["5..15: 9 12 r0"]);
  });

  it("have results whose time is end − 1", () => {
    const driven = windowed(tumbling(millis(10)));
    driven.at(3);
    expect(driven.finish().map(({ ts }) => ts)).toEqual([9]);
  });
});

describe("sessions", () => {
  it("take an event at exactly the gap, also when the watermark stands there", () => {
    const { at, end } = windowed(session(millis(5)));
    at(0);
    at(5);
    expect(at(10, "ten")).toEqual([]);
    expect(end()).toEqual(["0..10: 0 5 ten r0"]);
  });

  it("begin anew one millisecond later", () => {
    const { at } = windowed(session(millis(5)));
    at(0);
    expect(at(6)).toEqual(["0..0: 0 r0"]);
  });

  it("merge when a bridging event comes", () => {
    const { at, end } = windowed(session(millis(5)), { delay: 100 });
    at(0);
    at(10);
    at(5);
    expect(end()).toEqual(["0..10: 0 5 10 r0"]);
  });

  it("retract what they told under old bounds, then tell the new ones from revision 0", () => {
    const { at } = windowed(session(millis(5)), { lateness: 100 });
    at(0);
    expect(at(20)).toEqual(["0..0: 0 r0"]);
    expect(at(3)).toEqual(["0..0: gone r1", "0..3: 0 3 r0"]);
    expect(at(1)).toEqual(["0..3: 0 1 3 r1"]);
  });

  it("that two told ones become are retracted both, by last", () => {
    const { at } = windowed(session(millis(5)), { lateness: 100 });
    at(0);
    at(10);
    expect(at(30)).toEqual(["10..10: 10 r0"]);
    expect(at(5)).toEqual(["0..0: gone r1", "10..10: gone r1", "0..10: 0 5 10 r0"]);
  });
});

describe("sliding windows", () => {
  it("are inclusive at both ends, one for each different set", () => {
    const { at, end } = windowed(sliding(millis(10)), { delay: 100 });
    for (const ts of [10, 20, 21]) at(ts);
    expect(end()).toEqual(["0..10: 10 r0", "10..20: 10 20 r0", "11..21: 20 21 r0", "21..31: 21 r0"]);
  });

  it("tell each change of a window once in a step", () => {
    const { at } = windowed(sliding(millis(10)), { delay: 100, emit: updates() });
    expect(at(10)).toEqual(["0..10: 10 r0"]);
    expect(at(10, "again")).toEqual(["0..10: 10 again r1"]);
  });

  it("give an event that ends in no result to the late output when nothing can ask for it any more", () => {
    const { at, late } = windowed(sliding(millis(10)), { delay: 10 });
    at(35);
    at(20); // too late for [10, 20], not for what an event at 21 or later would ask for
    expect(late).toEqual([]);
    at(60);
    expect(late.map(({ ts }) => ts)).toEqual([20]);
  });
});

describe("partitions", () => {
  it("close windows by the least of their watermarks", () => {
    const { at } = windowed(tumbling(millis(10)), {}, 2);
    at(1, "slow", 0);
    expect(at(50, "fast", 1)).toEqual([]);
    expect(at(10, "there", 0)).toEqual(["0..10: slow r0"]);
  });

  it("judge an event late by its own watermark alone", () => {
    const { at, late } = windowed(tumbling(millis(10)), {}, 2);
    at(50, "fast", 1);
    at(1, "slow", 0);
    at(2, "too late", 1);
    expect(late.map(({ row }) => row.value)).toEqual(["too late"]);
  });

  it("that are idle hold nobody back, and pull nobody back when they return", () => {
    const results: string[] = [];
    const running = engine(
      pipeline("idle")
        .from("events", Event)
        .eventTime("at", { outOfOrderness: millis(0) })
        .keyBy("key")
        .window(tumbling(millis(10)))
        .aggregate({ all: collect("value") })
        .to("out"),
      { partitions: 2, sink: { result: (result) => void results.push(told(result)) } },
    );
    const at = (at: number, partition: number) =>
      running.push(record("events", { key: "ferry", at, value: `${at}` }, { partition }));
    at(1, 0);
    at(12, 1);
    expect(results).toEqual([]);
    running.idle("events", 0);
    expect(results).toEqual(["0..10: 1 r0"]);
    at(2, 0);
    expect(running.watermark).toBe(12);
  });
});

describe("the guard against the future", () => {
  const guarded = () =>
    drive(
      pipeline("guarded")
        .from("events", Event)
        .eventTime("at", { outOfOrderness: millis(0), maxJump: millis(100), jumpConfirmations: 2 })
        .keyBy("key")
        .to("out"),
    );
  const at = (at: number) => record("events", { key: "ferry", at, value: `${at}` });

  it("diverts a poison timestamp, which moves no watermark", () => {
    const driven = guarded();
    driven.push(at(0));
    driven.push(at(101));
    expect(driven.watermark).toBe(0);
    expect(driven.dead.map(({ reason, ts }) => [reason, ts])).toEqual([["jump", 101]]);
    expect(driven.push(at(100)).length).toBe(1);
  });

  it("believes a jump that others in a row confirm", () => {
    const driven = guarded();
    for (const ts of [0, 1000, 1001, 1002, 1003]) driven.push(at(ts));
    expect(driven.dead.length).toBeLessThanOrEqual(2);
    expect(driven.watermark).toBe(1003);
  });
});

describe("a time that no Date can hold", () => {
  const windows = {
    tumbling: tumbling(millis(7), millis(3)),
    hopping: hopping(millis(5), millis(1)),
    sliding: sliding(millis(5)),
    session: session(millis(5)),
  };
  for (const [kind, window] of Object.entries(windows)) {
    it(`is a dead letter, and the last that one can hold is a time like any other: ${kind}`, () => {
      const { at, end, dead } = windowed(window, { delay: 5, lateness: 4 });
      for (const ts of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 8.64e15 + 1, -8.64e15 - 1]) at(ts, "beyond");
      expect(dead.map(({ reason }) => reason)).toEqual(Array(4).fill("not-a-time"));
      at(-8.64e15, "first");
      at(8.64e15, "last");
      end();
      expect(dead.length).toBe(4);
    });
  }
});

describe("dedup", () => {
  const dedup = () =>
    drive(
      pipeline("dedup")
        .from("events", Event)
        .eventTime("at", { outOfOrderness: millis(0) })
        .keyBy("key")
        .dedup("value", { horizon: millis(10) })
        .to("out"),
    );
  const at = (at: number, value: string) => record("events", { key: "ferry", at, value });

  it("never lets a retransmission pass, and cannot judge one from ts + horizon on", () => {
    const driven = dedup();
    expect(driven.push(at(0, "id")).length).toBe(1);
    driven.push(at(9, "other"));
    expect(driven.push(at(0, "id")).length).toBe(0);
    driven.push(at(10, "third"));
    expect(driven.late.length).toBe(0);
    expect(driven.push(at(0, "id")).length).toBe(0);
    expect(driven.late.map(({ ts }) => ts)).toEqual([0]);
  });
});

describe("a stream–stream join", () => {
  const join = (kind: "inner" | "left" | "outer") => {
    const start = pipeline("join");
    const stream = (topic: string) =>
      start
        .from(topic, Event)
        .eventTime("at", { outOfOrderness: millis(0) })
        .keyBy("key");
    const driven = drive(
      stream("left")
        .join(stream("right"), { before: millis(0), after: millis(5), kind })
        .select({ l: left("value"), r: right("value") })
        .to("out"),
    );
    return (topic: "left" | "right", at: number) =>
      driven.push(record(topic, { key: "ferry", at, value: `${at}` })).map(({ row }) => `${row!.l} ${row!.r}`);
  };

  it("pairs at both bounds, and not one millisecond beyond", () => {
    const push = join("inner");
    push("left", 10);
    expect([10, 15, 16].map((at) => push("right", at))).toEqual([["10 10"], ["10 15"], []]);
  });

  it("shows an unmatched row once, when the other input has passed its last possible partner", () => {
    const push = join("left");
    push("left", 10);
    push("left", 100);
    expect(push("right", 16)).toEqual(["10 null"]);
    expect(push("right", 90)).toEqual([]);
    expect(push("right", 200)).toEqual(["100 null"]);
  });
});
