import { describe, expect, it } from "vitest";
import { z } from "zod";
import { engine, explain, left, millis, pipeline, type Row, record, right, seconds } from "../../src/core/index.js";

const Event = z.object({ key: z.string(), at: z.number() });
const time = { outOfOrderness: millis(0), idleAfter: seconds(1) } as const;
const start = pipeline("idle");
const arrivals = start.from("arrivals", Event).eventTime("at", time).keyBy("key");
const clearances = start.from("clearances", Event).eventTime("at", time).keyBy("key");
const fares = start.table("fares", Event, { key: "key", eventTime: { field: "at", ...time } });
const select = { at: left("at"), other: right("at") } as const;

function started(plan: Parameters<typeof engine>[0]) {
  const rows: (Row | null)[] = [];
  const late: [string, number][] = [];
  const running = engine(plan, {
    sink: { result: ({ row }) => void rows.push(row), late: ({ node, ts }) => void late.push([node, ts]) },
  });
  const push = (topic: string, at: number): void => running.push(record(topic, { key: "a", at }));
  return { running, push, rows, late };
}

describe("a join with an idle input", () => {
  const join = arrivals
    .join(clearances, { before: millis(0), after: millis(10), kind: "left" })
    .select(select)
    .to("out");

  it("goes by the active one, and lets rows that waited come out unmatched", () => {
    const { running, push, rows } = started(join);
    for (const at of [0, 20, 40]) push("arrivals", at);
    expect(rows).toEqual([]);
    running.idle("clearances");
    expect(rows).toEqual([0, 20].map((at) => ({ at, other: null })));
    push("arrivals", 60);
    expect(rows.at(-1)).toEqual({ at: 40, other: null });
  });

  it("takes rows of the idle input for late that come back behind it, and joins those that do not", () => {
    const { running, push, rows, late } = started(join);
    for (const at of [0, 20, 40]) push("arrivals", at);
    running.idle("clearances");
    push("clearances", 39);
    push("clearances", 41);
    expect(late).toEqual([["join-1", 39]]);
    expect(rows.at(-1)).toEqual({ at: 40, other: 41 });
  });

  it("goes by the larger of the two where both are idle", () => {
    const { running, push, rows } = started(join);
    push("arrivals", 0);
    push("clearances", 30);
    running.idle("arrivals");
    running.idle("clearances");
    push("arrivals", 29); // behind the watermark that the idle input took over
    expect(rows).toEqual([{ at: 0, other: null }]);
  });

  it("remembers over a restart how far it went without the idle input", () => {
    const first = started(join);
    for (const at of [0, 40]) first.push("arrivals", at);
    first.running.idle("clearances");
    const second = started(join);
    second.running.restore(JSON.parse(JSON.stringify(first.running.snapshot())));
    second.push("clearances", 39);
    expect(second.late).toEqual([["join-1", 39]]);
  });

  it("answers from a table that does not change, with the version it has", () => {
    const { running, push, rows } = started(arrivals.joinAsOf(fares, { kind: "left" }).select(select).to("out"));
    push("fares", 5);
    for (const at of [10, 20]) push("arrivals", at);
    expect(rows).toEqual([]);
    running.idle("fares");
    expect(rows).toEqual([{ at: 10, other: 5 }]);
  });
});

describe("whenIdle", () => {
  const closing = start
    .from("arrivals", Event)
    .eventTime("at", { ...time, whenIdle: "close" })
    .keyBy("key")
    .dedup("at", { horizon: millis(10) })
    .to("out");

  it("lets watermarks follow the clock less idleAfter, and only when all is idle", () => {
    const { running, push } = started(closing);
    push("arrivals", 0);
    running.followClock(5_000);
    expect(running.watermark).toBe(0);
    running.idle("arrivals");
    expect(running.waitsForClock(1_009)).toBe(false);
    expect(running.waitsForClock(1_010)).toBe(true);
    running.followClock(5_000);
    expect([running.watermark, running.stateSize]).toEqual([4_000, 0]);
    running.followClock(1);
    expect(running.watermark).toBe(4_000);
  });

  it("is said by explain, and needs idleAfter", () => {
    expect(explain(closing)).toContain("idle after 1 s, by the clock while all inputs are idle");
    const without = { outOfOrderness: millis(0), whenIdle: "close" } as const;
    expect(() => start.from("arrivals", Event).eventTime("at", without).to("out")).toThrow(
      'step "arrivals": whenIdle has nothing that says when an input is idle. Try: idleAfter beside it',
    );
  });
});
