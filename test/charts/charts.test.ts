import { afterEach, describe, expect, it, vi } from "vitest";
import { renderPng, renderSvg } from "../../src/charts/render.js";
import { show } from "../../src/charts/show.js";
import type { ChartSpec } from "../../src/charts/spec.js";
import { showTable, textTable } from "../../src/charts/table.js";
import { type WatermarkRun, watermarkChart, watermarkCharts } from "../../src/charts/watermark.js";

const bars = (title: string): ChartSpec => ({
  title,
  data: {
    values: [
      { window: "10:00", readings: 12 },
      { window: "10:01", readings: 9 },
    ],
  },
  mark: { type: "bar", clip: true },
  encoding: { x: { field: "window" }, y: { field: "readings", type: "quantitative" } },
});

const at = (seconds: number): number => Date.UTC(2025, 9, 14, 10, 0, seconds);
const run: WatermarkRun = {
  title: "wait 5 s",
  events: [
    { arrivedAt: at(1), ts: at(0), watermark: null, late: false },
    { arrivedAt: at(12), ts: at(11), watermark: at(6), late: false },
    { arrivedAt: at(16), ts: at(16), watermark: at(11), late: false },
    { arrivedAt: at(20), ts: at(4), watermark: at(11), late: true },
  ],
  windows: [
    { start: at(0), end: at(10), count: 1, openedAt: at(1), closedAt: at(16) },
    { start: at(10), end: at(20), count: 2, openedAt: at(12), closedAt: null },
  ],
};

/** How often a color draws an outline. */
const strokes = (svg: string, color: string): number => svg.split(`stroke="${color}"`).length - 1;

describe("renderSvg", () => {
  it("gives equal text for equal specifications, whatever was drawn before", async () => {
    const first = await renderSvg(bars("a"));
    await renderSvg(bars("b"));
    expect(await renderSvg(bars("a"))).toBe(first);
  });
});

describe("renderSvg's labels", () => {
  const widthOf = async (title: string): Promise<number> =>
    Number((await renderSvg(bars(title))).match(/width="(\d+)"/)?.[1]);

  it("take the room that their font needs, not what so many letters take on average", async () => {
    expect(await widthOf("i".repeat(60))).toBeLessThan((await widthOf("m".repeat(60))) / 2);
  });

  it("give way only where they would overlap", async () => {
    const values = [0, 20, 40, 60, 80, 100].map((at) => ({ at }));
    const x = { field: "at", type: "quantitative", axis: { tickCount: 5, labelOverlap: true } };
    const svg = await renderSvg({ width: 150, data: { values }, mark: "tick", encoding: { x } });
    for (const { at } of values) expect(svg).toContain(`>${at}<`);
  });
});

describe("renderPng", () => {
  it("is a PNG whose size follows the scale", async () => {
    const widthOf = (png: Uint8Array): number => Buffer.from(png).readUInt32BE(16);
    const [once, twice] = [await renderPng(bars("a"), 1), await renderPng(bars("a"), 2)];
    expect(Buffer.from(once.slice(0, 4)).toString("latin1")).toBe("\x89PNG");
    expect(widthOf(twice)).toBe(2 * widthOf(once));
  });

  it("draws text, which it does only with the packaged font at hand", async () => {
    expect(Buffer.from(await renderPng(bars("a"))).equals(await renderPng(bars("b")))).toBe(false);
  });
});

describe("watermarkChart", () => {
  it("draws each late event red, besides the red of the legend", async () => {
    expect(strokes(await renderSvg(watermarkChart(run)), "#d62839")).toBe(1 + 1);
  });

  it("draws the watermark as one line, besides the one of the legend", async () => {
    const svg = await renderSvg(watermarkChart(run));
    expect(strokes(svg, "#e07a00")).toBe(1 + 1);
    expect(svg).toContain(">watermark<");
  });

  it("draws each window as a bar", async () => {
    expect(strokes(await renderSvg(watermarkChart(run)), "#8fa3b0")).toBe(2);
  });

  it("labels its times as UTC, wherever it is drawn", async () => {
    const zone = process.env.TZ;
    process.env.TZ = "Asia/Kolkata";
    const svg = await renderSvg(watermarkChart(run));
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(svg).toContain(">00:05<");
    expect(svg).toBe(await renderSvg(watermarkChart(run)));
  });
});

describe("watermarkCharts", () => {
  it("puts several runs on the same scales", () => {
    const { hconcat } = watermarkCharts([run, { ...run, windows: [] }]);
    const domains = JSON.stringify(hconcat).match(/"domain":\[\d+,[\d.]+\]/g);
    expect(new Set(domains).size).toBe(2);
  });

  it("draws one legend", async () => {
    const svg = await renderSvg(watermarkCharts([run, run, run]));
    expect(svg.split(">on time<").length - 1).toBe(1);
  });
});

describe("show", () => {
  const kernelDisplay = Symbol.for("tidemark.display");
  afterEach(() => {
    Reflect.deleteProperty(globalThis, kernelDisplay);
    vi.restoreAllMocks();
  });

  it("hands the notebook one bundle: Vega-Lite, PNG and text", async () => {
    const bundles: Record<string, unknown>[] = [];
    Reflect.set(globalThis, kernelDisplay, (bundle: Record<string, unknown>) => bundles.push(bundle));
    await show(bars("a"), { alt: "Readings: 12, then 9." });
    expect(bundles).toEqual([
      {
        "application/vnd.vegalite.v5+json": expect.objectContaining({ mark: { type: "bar", clip: true } }),
        "image/png": expect.stringMatching(/^iVBORw0KGgo/),
        "text/plain": "Readings: 12, then 9.",
      },
    ]);
  });

  it("breaks the text into lines for a terminal of 80 columns", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const alt = "word ".repeat(40).trim();
    await show(bars("a"), { alt });
    const [[printed]] = write.mock.calls as [[string]];
    expect(Math.max(...printed.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(printed.trim().split(/\s/).join(" ")).toBe(alt);
  });

  it("prints the text where there is no notebook", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await show(bars("a"), { alt: "Readings: 12, then 9." });
    expect(write.mock.calls).toEqual([["Readings: 12, then 9.\n"]]);
  });
});

describe("textTable", () => {
  it("aligns text to the left and numbers to the right", () => {
    const rows = [
      { wait: "0 s", late: 12 },
      { wait: "20 s", late: 1 },
    ];
    expect(textTable(rows)).toBe(["wait  late", "----  ----", "0 s     12", "20 s     1"].join("\n"));
  });

  it("says so when there are no rows", () => {
    expect(textTable([])).toBe("(no rows)");
  });
});

describe("showTable", () => {
  it("escapes what HTML would read as its own", () => {
    const bundles: Record<string, unknown>[] = [];
    Reflect.set(globalThis, Symbol.for("tidemark.display"), (bundle: Record<string, unknown>) => bundles.push(bundle));
    showTable([{ key: "<a&b>" }]);
    Reflect.deleteProperty(globalThis, Symbol.for("tidemark.display"));
    expect(bundles[0]?.["text/html"]).toContain("&lt;a&amp;b&gt;");
  });
});
