import { describe, expect, it } from "vitest";
import { type JoinBand, joinBandChart, joinDistanceChart, renderSvg } from "../../src/charts/index.js";

const at = (minutes: number): number => Date.UTC(2025, 9, 14, 8, minutes);
const minute = 60_000;
const band = { beforeMs: 30 * minute, afterMs: 120 * minute };
const [paired, alone] = ["#2f6f9f", "#d62839"];
const marks = (svg: string, color: string): number => svg.split(`stroke="${color}"`).length - 1;
/** Marks that the legend has of each color. */
const inLegend = 1;

const join = (keys: JoinBand["keys"]): JoinBand => ({
  title: "who is cleared",
  names: { left: "arrival", right: "clearance" },
  ...band,
  keys,
});

describe("joinBandChart", () => {
  it("links what lies within the band, both of its ends included, and leaves what lies beyond alone", async () => {
    const svg = await renderSvg(
      joinBandChart(
        join([
          { key: "at the end", left: at(0), rights: [at(120)] },
          { key: "at the start", left: at(0), rights: [at(-30)] },
          { key: "too late", left: at(0), rights: [at(121)] },
          { key: "too early", left: at(0), rights: [at(-31)] },
        ]),
      ),
    );
    // two points and their link for each pair; two points that are alone for each of the others
    expect(marks(svg, paired)).toBe(2 * 3 + inLegend);
    expect(marks(svg, alone)).toBe(2 * 2 + inLegend);
  });

  it("shows a key that has one side only, and as many right rows as there are", async () => {
    const svg = await renderSvg(
      joinBandChart(
        join([
          { key: "nobody came", left: at(0), rights: [] },
          { key: "nobody was there", left: null, rights: [at(5)] },
          { key: "two papers", left: at(10), rights: [at(20), at(30)] },
        ]),
      ),
    );
    expect(marks(svg, alone)).toBe(2 + inLegend);
    expect(marks(svg, paired)).toBe(3 + 2 + inLegend);
    expect(svg.indexOf(">nobody came<")).toBeLessThan(svg.indexOf(">nobody was there<"));
  });

  it("is drawn alike each time", async () => {
    const chart = joinBandChart(join([{ key: "A", left: at(0), rights: [at(1)] }]));
    expect(await renderSvg(chart)).toBe(await renderSvg(chart));
  });
});

describe("joinDistanceChart", () => {
  it("tells what lies in the band from what lies outside, both ends included", async () => {
    const pairs = [-31, -30, 0, 120, 121, 122].map((minutes) => ({ left: at(0), right: at(minutes) }));
    const svg = await renderSvg(
      joinDistanceChart({ title: "waits", names: { left: "arrives", distance: "cleared after" }, ...band, pairs }),
    );
    expect(marks(svg, paired)).toBe(3 + inLegend);
    expect(marks(svg, alone)).toBe(3 + inLegend);
    expect(svg).toContain("cleared after (minutes)");
  });
});
