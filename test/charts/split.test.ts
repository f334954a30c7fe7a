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

  it("draws no line where the boundary lies beyond all events", async () => {
    const lines = async (boundary: number): Promise<number> =>
      (await renderSvg(splitCharts([reading("live", [boundary, boundary, boundary])]))).split('stroke="#e07a00"')
        .length - 1;
    expect([await lines(15_000), await lines(90_000)]).toEqual([1, 0]);
  });
});
