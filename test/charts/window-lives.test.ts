import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderSvg, windowLives, windowLivesChart } from "../../src/charts/index.js";
import { count, millis, pipeline, run, seconds, tumbling } from "../../src/core/index.js";

const readings = pipeline("readings")
  .from("readings", z.object({ at: z.number(), engine: z.string() }))
  .eventTime("at", { outOfOrderness: millis(0) })
  .keyBy("engine")
  .window(tumbling(seconds(10)), { lateness: seconds(10) })
  .aggregate({ readings: count() })
  .to("counts");

/** Event times in the order of arrival, one a second. */
const times = [1, 4, 12, 2, 21, 9, 25].map((second) => second * 1_000);
const arrivedAt = times.map((_, i) => 100_000 + i * 1_000);
const lives = windowLives(
  run(
    readings,
    times.map((at) => ({ at, engine: "port" })),
    { trace: true, finish: false },
  ),
  arrivedAt,
  10_000,
  10_000,
  ({ row }) => `${row?.readings}`,
);

describe("windowLives", () => {
  it("tells what only the end of the stream closes, at the last arrival", () => {
    const rows = times.map((at) => ({ at, engine: "port" }));
    const ended = windowLives(
      run(readings, rows, { trace: true }),
      arrivedAt,
      10_000,
      10_000,
      ({ row }) => `${row?.readings}`,
    );
    const last = ended.at(-1)!;
    expect(last).toMatchObject({ start: 20_000, closedAt: null, droppedAt: null });
    expect(last.results).toEqual([{ at: arrivedAt.at(-1), revision: 0, label: "2" }]);
  });

  it("tells of each window when it was open, kept and gone, what it told and what came too late", () => {
    expect(lives).toEqual([
      {
        start: 0,
        end: 10_000,
        openedAt: 100_000,
        closedAt: 102_000,
        droppedAt: 104_000,
        results: [
          { at: 102_000, revision: 0, label: "2" },
          { at: 103_000, revision: 1, label: "3" },
        ],
        lateAt: [105_000],
      },
      {
        start: 10_000,
        end: 20_000,
        openedAt: 102_000,
        closedAt: 104_000,
        droppedAt: null,
        results: [{ at: 104_000, revision: 0, label: "1" }],
        lateAt: [],
      },
      { start: 20_000, end: 30_000, openedAt: 104_000, closedAt: null, droppedAt: null, results: [], lateAt: [] },
    ]);
  });
});

describe("windowLivesChart", () => {
  it("draws each result, and a cross for what came too late, besides the one of the legend", async () => {
    const svg = await renderSvg(windowLivesChart(lives));
    expect(svg.split('stroke="#d62839"')).toHaveLength(1 + 1 + 1);
    for (const text of ["00:00 – 00:10", "open", "closed, but kept", "a result", "an event, too late", "3"])
      expect(svg).toContain(`>${text}<`);
    expect(await renderSvg(windowLivesChart(lives))).toBe(svg);
  });
});
