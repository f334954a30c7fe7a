import { describe, expect, it } from "vitest";
import { actorLanes, type ChartSpec, renderSvg } from "../../src/charts/index.js";

const fills = (svg: string, color: string): number => svg.split(`fill="${color}"`).length - 1;
const [BLUE, GRAY] = ["#8fb8d6", "#eceff1"];

/** The words of a drawing, and where they stand. */
function placesIn(spec: ChartSpec): { readonly labels: readonly { readonly x: number; readonly text: string }[] } {
  const layers = spec.layer as { data: { values: { x: number; text: string }[] } }[];
  return { labels: layers[layers.length - 1]!.data.values };
}

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

  it("puts the words of a stretch beside the cut that goes through it", async () => {
    const at = (cuts: { at: number; label: string }[]): number => {
      const spec = actorLanes({
        title: "",
        lanes: [{ name: "log", spans: [{ from: 0, to: 100, tone: "open", label: "open" }] }],
        cuts,
        meaning: {},
      });
      const { labels } = placesIn(spec);
      return labels.find(({ text }) => text === "open")!.x;
    };
    const middle = at([]);
    expect(at([{ at: 50, label: "pause" }])).not.toBe(middle);
    expect(at([{ at: 40, label: "pause" }])).toBeGreaterThan(middle);
    expect(at([{ at: 60, label: "pause" }])).toBeLessThan(middle);
    expect(at([{ at: 100, label: "pause" }])).toBe(middle);
  });
});
