import { describe, expect, it } from "vitest";
import { actorLanes, logStrips, renderSvg } from "../../src/charts/index.js";

const fills = (svg: string, color: string): number => svg.split(`fill="${color}"`).length - 1;
const [BLUE, RED, GRAY] = ["#8fb8d6", "#e8969e", "#eceff1"];

const strips = logStrips({
  title: "After the crash",
  strips: [
    {
      name: "orders",
      cells: [
        { offset: 4, tone: "done", text: "Ann" },
        { offset: 5, tone: "again" },
        { offset: 7, tone: "again" },
      ],
      pointers: [
        { offset: 5, label: "committed" },
        { offset: 8, label: "processed up to", side: "below" },
      ],
    },
  ],
  meaning: { done: "processed and committed", again: "comes again", waiting: "not read yet" },
});

describe("logStrips", () => {
  it("draws a box for each record, besides the one of the legend, and its offset", async () => {
    const svg = await renderSvg(strips);
    expect([fills(svg, BLUE!), fills(svg, RED!)]).toEqual([1 + 1, 2 + 1]);
    for (const text of ["orders", "Ann", "4", "5", "7", "committed", "processed up to"])
      expect(svg).toContain(`>${text}<`);
  });

  it("explains only the tones that are there", async () => {
    const svg = await renderSvg(strips);
    expect(svg).toContain(">comes again<");
    expect(svg).not.toContain(">not read yet<");
  });

  it("leaves gaps where there are no records", () => {
    const [boxes] = strips.layer as [{ data: { values: { left: number }[] } }];
    const [, five, seven] = boxes.data.values.map(({ left }) => left);
    expect(seven! - five!).toBe(2 * 34);
  });

  it("gives equal text for equal drawings", async () => {
    expect(await renderSvg(strips)).toBe(await renderSvg(strips));
  });
});

describe("actorLanes", () => {
  const lanes = actorLanes({
    title: "A zombie",
    lanes: [
      {
        name: "worker A",
        spans: [
          { from: 0, to: 20, tone: "done", label: "epoch 0" },
          { from: 20, to: 100, tone: "waiting" },
        ],
        moments: [{ at: 100, label: "commit: fenced" }],
      },
      { name: "worker B", spans: [{ from: 40, to: 80, tone: "done", label: "epoch 1" }] },
    ],
    cuts: [{ at: 20, label: "stands still" }],
    meaning: { waiting: "nothing happens" },
  });

  it("draws a bar for each stretch, in the time's proportion", async () => {
    const svg = await renderSvg(lanes);
    expect([fills(svg, BLUE!), fills(svg, GRAY!)]).toEqual([2, 1 + 1]);
    const [boxes] = lanes.layer as [{ data: { values: { left: number; right: number }[] } }];
    const widths = boxes.data.values.map(({ left, right }) => right - left);
    expect(widths[1]! / widths[0]!).toBeCloseTo(4);
  });

  it("names actors, moments, stretches and cuts", async () => {
    const svg = await renderSvg(lanes);
    for (const text of ["worker A", "commit: fenced", "epoch 1", "stands still", "nothing happens"])
      expect(svg).toContain(`>${text}<`);
  });
});
