import { describe, expect, it } from "vitest";
import { renderSvg, twoClockChart, type WatermarkRun } from "../../src/charts/index.js";

const at = (minutes: number): number => Date.UTC(2025, 9, 14, 10, minutes);
const run: WatermarkRun = {
  title: "wait 5 min",
  events: [
    { arrivedAt: at(1), ts: at(0), watermark: null, late: false },
    { arrivedAt: at(21), ts: at(20), watermark: at(15), late: false },
    { arrivedAt: at(40), ts: at(5), watermark: at(15), late: true },
  ],
  windows: [{ start: at(0), end: at(10), count: 1, openedAt: at(1), closedAt: at(21) }],
};

describe("twoClockChart", () => {
  it("draws the diagonal under the events, and the late one red", async () => {
    const svg = await renderSvg(twoClockChart(run));
    expect(svg.split('stroke-dasharray="4,4"').length - 1).toBe(1);
    expect(svg.split('stroke="#d62839"').length - 1).toBe(1 + 1); // one in the legend
    expect(svg.indexOf("stroke-dasharray")).toBeLessThan(svg.indexOf('stroke="#d62839"'));
  });

  it("shows hours where the stream is long", async () => {
    expect(await renderSvg(twoClockChart(run))).toContain(">10:30<");
  });

  it("draws a stream without events", async () => {
    expect(await renderSvg(twoClockChart({ title: "nothing", events: [], windows: [] }))).toContain("nothing");
  });
});
