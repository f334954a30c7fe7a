import { describe, expect, it } from "vitest";
import type { Timeline } from "../../src/grading/judge/timeline.js";
import { timelinePicture } from "../../src/grading/report/timeline-picture.js";

const drawn = (timeline: Timeline, room = 31): string => {
  const picture = timelinePicture(timeline, room);
  return picture === null ? "nothing" : [picture.heading, ...picture.rows, picture.legend].join("\n");
};

describe("a timeline as a picture in text", () => {
  it("has event time to the right, the watermark, and a cross where it goes wrong", () => {
    expect(
      drawn([
        { event: "a", ts: 10, watermark: 5 },
        { event: "b", ts: 0, watermark: 5 },
        { event: "c", ts: 5, watermark: 5 },
        { event: "d", ts: 30, watermark: 25, wrong: true },
      ]),
    ).toMatchInlineSnapshot(`
      "0 ─────── event time ─────── 30
           │    ●
      ●    │
           ◆
                               │    ✗
      ● event   ◆ event at the watermark   ✗ wrong here   │ watermark"
    `);
  });

  it("has windows, half-open and closed", () => {
    expect(
      drawn([
        { event: "a", ts: 4, windows: "[0, 10) [2, 12)" },
        { event: "b", ts: 12, windows: "[9, 12]" },
      ]),
    ).toMatchInlineSnapshot(`
      "0 ─────── event time ─────── 12
      [────[────●──────────────)────)
                             [──────●
      ● event   [─) window"
    `);
  });

  it("keeps apart times that are far from each other, and says that it is not to scale", () => {
    expect(
      drawn(
        [
          { event: "a", ts: -1e12 },
          { event: "b", ts: 0 },
          { event: "c", ts: 1 },
        ],
        60,
      ),
    ).toMatchInlineSnapshot(`
      "-1000000000000 ──────── event time, not to scale ───────── 1
      ●
                                   ●
                                                                ●
      ● event"
    `);
  });

  it("reads times that are written in a row: a name with its time, sessions, the window that should have come out", () => {
    expect(
      drawn([
        { side: "left", arrives: "p@0", watermark: -1 },
        { side: "right", arrives: "r@4", watermark: 0 },
      ]),
    ).toContain("●");
    expect(drawn([{ before: "[0, 4] of 2, sum 0" }, { before: "event at 6, value 1" }])).toMatchInlineSnapshot(`
      "0 ─────── event time ──────── 6
      [───────────────────]
                                    ●
      ● event   [─] both ends included"
    `);
    expect(drawn([{ ts: 5, out: "[0, 5)", right: "[5, 10)" }])).toMatchInlineSnapshot(`
      "5 ─────── event time ─────── 10
      ●─────────────────────────────)
      ● event   [─) window"
    `);
  });

  it("has a single time in its middle", () => {
    expect(drawn([{ ts: 5 }, { ts: 5, "W before": 5 }])).toMatchInlineSnapshot(`
      "4 ─────── event time ──────── 6
                     ●
                     ◆
      ● event   ◆ event at the watermark"
    `);
  });

  it("is nothing where there is no room, or no event time", () => {
    const two = [
      { event: "a", ts: 1 },
      { event: "b", ts: 2 },
    ];
    expect(drawn(two, 10)).toBe("nothing");
    expect(drawn([{ call: "f(1)", out: "2" }])).toBe("nothing");
    expect(drawn(Array.from({ length: 40 }, (_, index) => ({ ts: index ** 9 })))).toBe("nothing");
  });
});
