import { count, engine, millis, type Pipeline, pipeline, type Result, record, run, sum, tumbling } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Reading = z.object({ at: z.unknown(), sensor: z.unknown(), celsius: z.unknown() }) as unknown as z.ZodType<{
  at: number;
  sensor: string;
  celsius: number;
}>;
const averages = (delayMs: number, latenessMs = 0): Pipeline =>
  pipeline("averages")
    .from("readings", Reading)
    .eventTime("at", { outOfOrderness: millis(delayMs) })
    .keyBy("sensor")
    .window(tumbling(millis(10)), { lateness: millis(latenessMs) })
    .aggregate({ readings: count(), total: sum("celsius") })
    .to("averages");

const reading = (at: unknown, sensor: unknown = "a", celsius: unknown = 1) => ({ at, sensor, celsius });
const brief = ({ key, window, row, revision }: Result) => [key, window?.start, row?.readings, row?.total, revision];

describe("a tumbling count", () => {
  it("counts by key and window, and fires by (end, key)", () => {
    const { results } = run(averages(0), [
      reading(1, "b", 2),
      reading(3, "a", 0.5),
      reading(9, "b", 4),
      reading(10, "a", 1),
    ]);
    expect(results.map(brief)).toEqual([
      ["a", 0, 1, 0.5, 0],
      ["b", 0, 2, 6, 0],
      ["a", 10, 1, 1, 0],
    ]);
    expect(results[0]).toEqual({
      topic: "averages",
      key: "a",
      row: { sensor: "a", windowStart: 0, windowEnd: 10, readings: 1, total: 0.5 },
      ts: 9,
      window: { start: 0, end: 10 },
      revision: 0,
    });
  });

  it("closes at exactly W = end and not before", () => {
    const results: Result[] = [];
    const running = engine(averages(2), { sink: { result: (result) => results.push(result) } });
    running.push(reading(5));
    running.push(reading(11));
    expect(results).toEqual([]);
    running.push(reading(12));
    expect(results.map(brief)).toEqual([["a", 0, 1, 1, 0]]);
  });

  it("sends an event to the late output when its window is over by the watermark before it", () => {
    const { late, results } = run(averages(0), [reading(10), reading(9), reading(10)]);
    expect(late).toEqual([
      expect.objectContaining({ node: "window-1", reason: "window-closed", watermark: 10, ts: 9, key: "a" }),
    ]);
    expect(late[0]!.input).toEqual(record("readings", reading(9)));
    expect(results.map(brief)).toEqual([["a", 10, 2, 2, 0]]);
  });

  it("revises within the lateness, to its exact end", () => {
    const { results, late } = run(averages(0, 5), [reading(1), reading(14), reading(2), reading(15), reading(3)]);
    expect(results.map(brief)).toEqual([
      ["a", 0, 1, 1, 0],
      ["a", 0, 2, 2, 1],
      ["a", 10, 2, 2, 0],
    ]);
    expect(late.map(({ ts }) => ts)).toEqual([3]);
  });

  it("gives bad times, missing keys and bad numbers to the dead letters, with a reason", () => {
    const bad = [
      reading(Number.NaN),
      reading(1.5),
      reading("x"),
      reading(1, null),
      reading(1, {}),
      reading(1, "a", "hot"),
    ];
    const { dead, results } = run(averages(0), [...bad, reading(2 ** 53)]);
    expect(dead.map(({ node, reason }) => [node, reason])).toEqual([
      ["readings", "not-a-time"],
      ["readings", "not-a-time"],
      ["readings", "not-a-time"],
      ["window-1", "missing-key"],
      ["key-by-sensor", "bad-key"],
      ["window-1", "bad-value"],
      ["readings", "not-a-time"],
    ]);
    expect(results).toEqual([]);
  });

  it("is right for negative times", () => {
    const { results } = run(averages(0), [reading(-10), reading(-1)]);
    expect(results.map(brief)).toEqual([["a", -10, 2, 2, 0]]);
  });

  it("goes on from a snapshot that went through JSON as if never stopped", () => {
    const inputs = [reading(1), reading(12), reading(3, "b", 0.1), reading(9), reading(25), reading(11)];
    for (let stop = 0; stop <= inputs.length; stop++) {
      const results: Result[] = [];
      const sink = { result: (result: Result) => results.push(result) };
      const first = engine(averages(3, 4), { sink });
      for (const input of inputs.slice(0, stop)) first.push(input);
      const second = engine(averages(3, 4), { sink });
      second.restore(JSON.parse(JSON.stringify(first.snapshot())));
      expect(second.snapshot()).toEqual(first.snapshot());
      for (const input of inputs.slice(stop)) second.push(input);
      second.finish();
      expect(results).toEqual(run(averages(3, 4), inputs).results);
    }
  });
});
