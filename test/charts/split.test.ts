import { describe, expect, it } from "vitest";
import { renderSvg, splitCharts } from "../../src/charts/index.js";

const reading = (title: string, boundaries: readonly (number | null)[]) => ({
  title,
  events: [10_000, 30_000, 20_000].map((ts, i) => {
    const boundary = boundaries[i]!;
    return { ts, boundary, late: boundary !== null && ts < boundary };
  }),
});

describe("splitCharts", () => {
  it("draws late events red, besides the red of the one legend", async () => {
    const svg = await renderSvg(
      splitCharts([reading("live", [null, 5_000, 25_000]), reading("replayed", [null, 5_000, 25_000])]),
    );
    expect(svg.split('stroke="#d62839"')).toHaveLength(1 + 2 + 1);
    expect(svg).toContain(">replayed<");
  });

  it("explains each line once, in the first plot that has it", async () => {
    const named = (title: string, boundaryName: string) => ({ ...reading(title, [null, 5_000, 25_000]), boundaryName });
    const svg = await renderSvg(
      splitCharts([named("a", "watermark"), named("b", "watermark"), named("c", "now − 5 s"), reading("d", [0, 0, 0])]),
    );
    expect([svg.split(">watermark<").length - 1, svg.split(">now − 5 s<").length - 1]).toEqual([1, 1]);
    expect(svg.split(">late<").length - 1).toBe(2);
  });

  it("draws no line where the boundary lies beyond all events", async () => {
    const lines = async (boundary: number): Promise<number> =>
      (await renderSvg(splitCharts([reading("live", [boundary, boundary, boundary])]))).split('stroke="#e07a00"')
        .length - 1;
    expect([await lines(15_000), await lines(90_000)]).toEqual([1, 0]);
  });
});
