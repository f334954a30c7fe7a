import { describe, expect, it } from "vitest";
import { z } from "zod";
import { watermarkRun } from "../../src/charts/index.js";
import { count, millis, pipeline, run, tumbling } from "../../src/core/index.js";

describe("watermarkRun", () => {
  it("tells of each event how far the watermark is, and of each window when it opened and closed", () => {
    const counts = pipeline("counts")
      .from("clicks", z.object({ at: z.number(), page: z.string() }))
      .eventTime("at", { outOfOrderness: millis(2) })
      .keyBy("page")
      .window(tumbling(millis(10)))
      .aggregate({ clicks: count() })
      .to("counts");
    const times = [1, 9, 12, 8, 13];
    const outcome = run(
      counts,
      times.map((at) => ({ at, page: "pier" })),
      { trace: true },
    );
    const drawn = watermarkRun(outcome, [101, 109, 112, 118, 119], "wait 2 ms");
    expect(drawn).toEqual({
      title: "wait 2 ms",
      subtitle: "1 late",
      events: [
        { arrivedAt: 101, ts: 1, watermark: -1, late: false },
        { arrivedAt: 109, ts: 9, watermark: 7, late: false },
        { arrivedAt: 112, ts: 12, watermark: 10, late: false },
        { arrivedAt: 118, ts: 8, watermark: 10, late: true },
        { arrivedAt: 119, ts: 13, watermark: 11, late: false },
      ],
      windows: [
        { start: 0, end: 10, count: 2, openedAt: 101, closedAt: 112 },
        { start: 10, end: 20, count: 2, openedAt: 112, closedAt: null },
      ],
    });
  });
});
