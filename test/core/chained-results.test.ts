import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  count,
  left,
  millis,
  minutes,
  pipeline,
  record,
  right,
  run,
  seconds,
  session,
  tumbling,
} from "../../src/index.js";

const Event = z.object({ card: z.string(), at: z.number() });
const time = { outOfOrderness: seconds(0) };
const event = (topic: string, card: string, at: number) => record(topic, { card, at });
const bounds = { before: minutes(10), after: minutes(0), kind: "left" } as const;

describe("what a watermark fires", () => {
  it("is never late for a join behind a window", () => {
    const p = pipeline("bursts");
    const bursts = p
      .from("tx", Event)
      .eventTime("at", time)
      .keyBy("card")
      .window(tumbling(minutes(1)))
      .aggregate({ n: count() });
    const logins = p.from("logins", Event).eventTime("at", time).keyBy("card");
    const plan = bursts
      .keyBy("card")
      .join(logins, bounds)
      .select({ card: left("card"), n: left("n"), login: right("at") })
      .to("out");
    const arrivals = [
      event("logins", "c", 0),
      event("tx", "c", 1000),
      event("tx", "c", 300_000),
      event("logins", "c", 300_000),
    ];
    const { results, late } = run(plan, arrivals);
    expect(late).toEqual([]);
    expect(results.map(({ row }) => row)).toEqual([
      { card: "c", n: 1, login: 0 },
      { card: "c", n: 1, login: 0 },
      { card: "c", n: 1, login: 300_000 },
    ]);
  });

  it("is never late for a join behind a session", () => {
    const p = pipeline("visits");
    const visits = p
      .from("tx", Event)
      .eventTime("at", time)
      .keyBy("card")
      .window(session(millis(5)))
      .aggregate({ n: count() });
    const logins = p.from("logins", Event).eventTime("at", time).keyBy("card");
    const plan = visits
      .keyBy("card")
      .join(logins, { before: millis(100), after: millis(0), kind: "left" })
      .select({ n: left("n"), login: right("at") })
      .to("out");
    const arrivals = [event("logins", "c", 0), event("tx", "c", 1), event("tx", "c", 300), event("logins", "c", 300)];
    const { results, late } = run(plan, arrivals);
    expect(late).toEqual([]);
    expect(results.map(({ row }) => row)).toEqual([
      { n: 1, login: 0 },
      { n: 1, login: 300 },
    ]);
  });

  it("is never late for a join behind a join", () => {
    const p = pipeline("trips");
    const [a, b, c] = ["a", "b", "c"].map((topic) => p.from(topic, Event).eventTime("at", time).keyBy("card"));
    const first = a!
      .join(b!, { before: millis(0), after: millis(5), kind: "left" })
      .select({ card: left("card"), a: left("at"), b: right("at") });
    const plan = first
      .keyBy("card")
      .join(c!, { before: millis(0), after: millis(5), kind: "left" })
      .select({ a: left("a"), b: left("b"), c: right("at") })
      .to("out");
    const arrivals = [
      event("a", "x", 10),
      event("c", "x", 12),
      event("a", "x", 100),
      event("c", "x", 100),
      event("b", "x", 100),
    ];
    const { results, late } = run(plan, arrivals);
    expect(late).toEqual([]);
    expect(results.map(({ row }) => row)).toEqual([
      { a: 100, b: 100, c: 100 },
      { a: 10, b: null, c: 12 },
    ]);
  });
});
