import { count, engine, millis, pipeline, type Row, record, run, tumbling } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Click = z.object({ at: z.number(), page: z.string(), id: z.any() });
const clicks = pipeline("clicks")
  .from("clicks", Click)
  .eventTime("at", { outOfOrderness: millis(0) })
  .keyBy("page")
  .dedup("id", { horizon: millis(10) })
  .to("once");

const click = (at: number, id: unknown): Row => ({ at, page: "pier", id });
const passed = (inputs: readonly Row[]) => run(clicks, inputs).results.map(({ row, ts }) => [row!.id, ts]);

describe("dedup", () => {
  it("lets the first copy pass, and counts the others as duplicates", () => {
    const { results, counters } = run(clicks, [click(0, "x"), click(0, "x"), click(1, "y"), click(0, "x")]);
    expect(results.map(({ row }) => row!.id)).toEqual(["x", "y"]);
    expect(counters["dedup-id"]).toMatchObject({ in: 4, result: 2, duplicate: 2, late: 0 });
  });

  it("can judge an event until W = ts + horizon, and then sends it to the late output", () => {
    const { late, counters } = run(clicks, [
      click(0, "x"),
      click(9, "y"),
      click(0, "x"),
      click(10, "z"),
      click(0, "x"),
    ]);
    expect(counters["dedup-id"]).toMatchObject({ duplicate: 1, late: 1 });
    expect(late.map(({ ts, watermark, reason }) => [ts, watermark, reason])).toEqual([[0, 10, "horizon-passed"]]);
  });

  it("forgets an id at W = ts + horizon: the same id with a later time is another event", () => {
    expect(passed([click(0, "x"), click(9, "y"), click(9, "x"), click(10, "z"), click(10, "x")])).toEqual([
      ["x", 0],
      ["y", 9],
      ["z", 10],
      ["x", 10],
    ]);
  });

  it("takes 1 and the text 1 for two ids, and an id of another shape for a dead letter", () => {
    const { results, dead } = run(clicks, [
      click(0, 1),
      click(0, "1"),
      click(0, null),
      click(0, {}),
      click(0, Number.NaN),
    ]);
    expect(results).toHaveLength(2);
    expect(dead.map(({ node, reason }) => [node, reason])).toEqual(Array(3).fill(["dedup-id", "missing-id"]));
  });

  it("remembers for a slow partition what a fast one has forgotten", () => {
    const inputs = [0, 1].map((partition) => record("clicks", click(0, "x"), { partition }));
    const fast = record("clicks", click(50, "y"), { partition: 0 });
    const { results } = run(clicks, [inputs[0]!, fast, inputs[1]!]);
    expect(results.map(({ row }) => row!.id)).toEqual(["x", "y"]);
  });

  it("holds no more than the ids within the horizon, for streams of any length", () => {
    const running = engine(clicks);
    let most = 0;
    for (let at = 0; at < 5000; at++) {
      running.push(click(at, `id-${at}`));
      most = Math.max(most, running.stateSize);
    }
    expect(most).toBeLessThanOrEqual(12);
  });

  it("passes rows on with their own lane, so that a window after it judges as without it", () => {
    const counted = pipeline("counted")
      .from("clicks", Click)
      .eventTime("at", { outOfOrderness: millis(0) })
      .keyBy("page")
      .dedup("id", { horizon: millis(1000) })
      .window(tumbling(millis(10)))
      .aggregate({ n: count() })
      .to("counts");
    const { results, late } = run(counted, [click(5, 1), click(5, 1), click(12, 2), click(7, 3)]);
    expect(results.map(({ row }) => row!.n)).toEqual([1, 1]);
    expect(late.map(({ node, ts }) => [node, ts])).toEqual([["window-1", 7]]);
  });
});
