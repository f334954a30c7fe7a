import {
  combine,
  count,
  engine,
  millis,
  type Pipeline,
  pipeline,
  type Result,
  record,
  run,
  seconds,
  session,
  tumbling,
} from "tidemark";
import { type InternalRow, type StateEntry, split, type TraceStep } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Event = z.object({ at: z.number(), key: z.string().nullable() });
const counts = (guards: { readonly maxFuture?: { ms: number }; readonly maxJump?: { ms: number } } = {}): Pipeline =>
  pipeline("counts")
    .from("events", Event)
    .eventTime("at", { outOfOrderness: millis(0), ...guards })
    .keyBy("key")
    .window(tumbling(millis(10)))
    .aggregate({ n: count() })
    .to("counts");

const event = (at: number, partition = 0, key = "a", timestamp?: number) =>
  record("events", { at, key }, timestamp === undefined ? { partition } : { partition, timestamp });

function started(plan: Pipeline, partitions = 1) {
  const results: Result[] = [];
  const running = engine(plan, { partitions, sink: { result: (result) => results.push(result) } });
  const windows = () => results.map(({ window, row }) => [window?.start, row?.n]);
  return { running, windows };
}

describe("partitions", () => {
  it("close windows by the least watermark, and judge an event by its own", () => {
    const { running, windows } = started(counts(), 2);
    running.push(event(5, 0));
    running.push(event(25, 0));
    expect(running.watermark).toBe(Number.NEGATIVE_INFINITY);
    running.push(event(6, 1));
    expect(windows()).toEqual([]);
    running.push(event(7, 0)); // late for its own partition, though the window is open for the other
    expect(running.counters["window-1"]!.late).toBe(1);
    running.push(event(10, 1));
    expect(windows()).toEqual([[0, 2]]);
  });

  it("leave the minimum when idle, and come back without pulling it", () => {
    const { running, windows } = started(counts(), 2);
    running.push(event(25, 0));
    running.push(event(5, 1));
    running.idle("events", 1);
    expect(running.watermark).toBe(25);
    expect(windows()).toEqual([[0, 1]]);
    running.push(event(6, 1)); // its window closed while it was away
    expect(windows()).toEqual([[0, 1]]);
    expect(running.counters["window-1"]!.late).toBe(1);
    expect(running.watermark).toBe(25);
  });

  it("take the largest watermark when all are idle", () => {
    const { running } = started(counts(), 2);
    running.push(event(25, 0));
    running.push(event(5, 1));
    running.idle("events", 0);
    running.idle("events", 1);
    expect(running.watermark).toBe(25);
  });

  it("are announced: a record of another one is a dead letter", () => {
    const { dead } = run(counts(), [event(5, 7)], { partitions: 2 });
    expect(dead.map(({ reason }) => reason)).toEqual(["unknown-partition"]);
    expect(() => engine(counts()).idle("events", 7)).toThrow(/partition 7 of events was not announced/);
    expect(() => engine(counts()).push(record("other", {}))).toThrow(/reads no topic "other". It reads: events/);
  });

  it("end one by one, or all at once", () => {
    const { running, windows } = started(counts(), 2);
    running.push(event(5, 0));
    running.finish("events", 0);
    expect(windows()).toEqual([]);
    running.finish();
    expect(windows()).toEqual([[0, 1]]);
  });
});

describe("the future guard in a pipeline", () => {
  it("diverts by append time, and the watermark does not move", () => {
    const plan = counts({ maxFuture: seconds(1) });
    const { running } = started(plan);
    running.push(event(1000, 0, "a", 0));
    running.push(event(5001, 0, "a", 4000));
    expect(running.watermark).toBe(1000);
    expect(running.counters.events).toMatchObject({ in: 2, result: 1, dead: 1 });
  });

  it("asks the injected clock where a record has no append time", () => {
    const { dead } = run(counts({ maxFuture: seconds(1) }), [event(2000)], { now: () => 999 });
    expect(dead.map(({ reason }) => reason)).toEqual(["future"]);
  });

  it("remembers over a restart how many jumps it has seen in a row", () => {
    const plan = counts({ maxJump: millis(10) });
    const first = engine(plan);
    for (const at of [0, 99, 98]) first.push(event(at));
    const second = engine(plan);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    for (const at of [97, 96]) second.push(event(at));
    expect(second.counters.events).toMatchObject({ in: 5, result: 2, dead: 3 });
  });
});

describe("a changelog", () => {
  it("folds to the snapshot at every step, and tells each change once", () => {
    for (const plan of [counts(), sessions()]) {
      const folded = new Map<string, StateEntry>();
      const running = engine(plan, { changelog: true });
      for (const at of [1, 3, 12, 2, 25, 26, 40]) {
        running.push(event(at, 0, at % 2 === 0 ? "a" : "b"));
        for (const [node, key, value] of running.takeChanges()) {
          if (value === null) folded.delete(`${node} ${key}`);
          else folded.set(`${node} ${key}`, JSON.parse(JSON.stringify([node, key, value])));
        }
        expect(running.takeChanges()).toEqual([]);
        const restored = engine(plan);
        restored.load(folded.values());
        expect(restored.snapshot()).toEqual(running.snapshot());
      }
    }
  });

  it("does not tell again what was taken back, only what changes after that", () => {
    for (const plan of [counts(), sessions()]) {
      const first = engine(plan, { changelog: true });
      for (const at of [1, 12]) first.push(event(at));
      const second = engine(plan, { changelog: true });
      second.load(JSON.parse(JSON.stringify(first.snapshot().entries)));
      expect(second.takeChanges()).toEqual([]);
      for (const running of [first, second]) {
        running.takeChanges();
        running.push(event(25));
      }
      expect(second.takeChanges()).toEqual(first.takeChanges());
    }
  });
});

const sessions = (): Pipeline =>
  pipeline("sessions")
    .from("events", Event)
    .eventTime("at", { outOfOrderness: millis(5) })
    .keyBy("key")
    .window(session(millis(4)), { lateness: millis(3) })
    .aggregate({ n: count() })
    .to("sessions");

describe("a plan with several outputs", () => {
  it("gives each row to all that ask for it, and counts its fate at each place", () => {
    const start = pipeline("both")
      .from("events", Event)
      .eventTime("at", { outOfOrderness: millis(0) });
    const both = combine(
      "both",
      start.filter((row) => row.key !== "b").to("kept"),
      start
        .keyBy("key")
        .window(tumbling(millis(10)))
        .aggregate({ n: count() })
        .to("counts"),
    );
    const outcome = run(both, [
      { at: 1, key: "a" },
      { at: 2, key: "b" },
      { at: 3, key: null },
    ]);
    expect(outcome.results.map(({ topic }) => topic)).toEqual(["kept", "kept", "counts", "counts"]);
    for (const { in: all, result, late, dead, duplicate, unmatched, filtered, open } of Object.values(
      outcome.counters,
    )) {
      expect(result + late + dead + duplicate + unmatched + filtered + open).toBe(all);
    }
    expect(outcome.dead.map(({ node, reason, input }) => [node, reason, input!.value])).toEqual([
      ["window-1", "missing-key", { at: 3, key: null }],
    ]);
  });

  it("windows the results of windows: a result is never late for the next one", () => {
    const perKey = pipeline("busiest")
      .from("events", Event)
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("key")
      .window(session(millis(4)))
      .aggregate({ n: count() })
      .map(({ n, windowEnd }) => ({ n, parity: n % 2, windowEnd }))
      .keyBy("parity")
      .window(tumbling(millis(20)))
      .aggregate({ sessions: count() })
      .to("sessions-per-window");
    const inputs = [1, 2, 9, 15, 19, 24, 30, 41, 60].map((at) => ({ at, key: "a" }));
    const { results, late } = run(perKey, inputs);
    expect(late).toEqual([]);
    const sessionsCounted = results.reduce((sum, { row }) => sum + (row!.sessions as number), 0);
    expect(sessionsCounted).toBe(7);
  });
});

describe("a trace", () => {
  it("tells of each step its event, the watermark before and after, what closed, what was late, and the state held", () => {
    const { trace } = run(counts(), [event(5), event(12), event(6)], { trace: true });
    const told = ({ kind, ts, watermarkBefore, watermark, fired, late, closed, stateSize }: TraceStep) => {
      return { kind, ts, watermarkBefore, watermark, fired: fired.length, late: late.length, closed, stateSize };
    };
    const step = { kind: "event", fired: 0, late: 0, closed: [], stateSize: 1 };
    const first = Number.NEGATIVE_INFINITY;
    const end = Number.POSITIVE_INFINITY;
    expect(trace.map(told)).toEqual([
      { ...step, ts: 5, watermarkBefore: first, watermark: 5 },
      { ...step, ts: 12, watermarkBefore: 5, watermark: 12, fired: 1, closed: [{ start: 0, end: 10 }] },
      { ...step, ts: 6, watermarkBefore: 12, watermark: 12, late: 1 },
      {
        ...step,
        kind: "finish",
        ts: null,
        watermarkBefore: 12,
        watermark: end,
        fired: 1,
        closed: [{ start: 10, end: 20 }],
        stateSize: 0,
      },
    ]);
  });
});

describe("a plan that is split at its repartition point", () => {
  it("gives the results of the whole, when rows carry their lane and its watermark through the internal topic", () => {
    const inputs = [
      event(5, 0, "a"),
      event(3, 1, "a"),
      event(25, 0, "b"),
      event(7, 0, "a"),
      event(4, 1, "b"),
      event(30, 1, "a"),
    ];
    const [near, far] = split(counts(), { events: 2 });
    const topic = far!.reads[0]!;
    const { running, windows } = started(far!.pipeline, 2);
    const tasks = [0, 1].map((partition) => {
      const sink = { internal: (row: InternalRow) => running.pushInternal(JSON.parse(JSON.stringify(row))) };
      return engine(near!.pipeline, { partitions: { events: [partition] }, sink });
    });
    for (const input of inputs) {
      const task = tasks[input.partition]!;
      task.push(input);
      for (const mark of task.marks) running.advanceTo(topic, mark.lane, mark.watermark as number);
    }
    running.finish();
    expect(windows()).toEqual(run(counts(), inputs).results.map(({ window, row }) => [window?.start, row?.n]));
    expect(running.counters["window-1"]!.late).toBe(1);
  });

  it("counts an idle upstream partition again with its next row, which pulls nothing back", () => {
    const far = split(counts(), { events: 2 })[1]!;
    const topic = far.reads[0]!;
    const { running, windows } = started(far.pipeline, 2);
    const row = (at: number, lane: number, watermark: number | null): InternalRow => {
      return { topic, key: "a", row: { at, key: "a" }, ts: at, lane, watermark };
    };
    running.pushInternal(row(5, 0, null));
    running.pushInternal(row(3, 1, null));
    running.idle(topic, 1);
    running.advanceTo(topic, 0, 12);
    expect(windows()).toEqual([[0, 2]]);
    running.pushInternal(row(4, 1, 3));
    expect(running.counters["window-1"]!.late).toBe(1);
    running.advanceTo(topic, 0, 30);
    expect(running.watermark).toBe(12);
  });
});
