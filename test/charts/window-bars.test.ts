import { describe, expect, it } from "vitest";
import { renderSvg, windowBars } from "../../src/charts/index.js";

const hopping = windowBars([
  {
    title: "hopping",
    events: [{ ts: 12_000 }, { ts: 14_000, marked: true }],
    windows: [
      { start: 5_000, end: 15_000, label: "2" },
      { start: 10_000, end: 20_000, label: "2", marked: true },
      { start: 15_000, end: 25_000, label: "0" },
    ],
  },
  { title: "session", events: [{ ts: 9_000 }], windows: [{ start: 9_000, end: 9_000, inclusive: true }] },
]);
const values = (layer: number): Record<string, number>[] =>
  (hopping.layer as { data: { values: Record<string, number>[] } }[])[layer]!.data.values;

describe("windowBars", () => {
  it("puts bars that overlap below one another, and one that begins where another ends beside it", () => {
    const [first, second, third] = values(0);
    expect(second!.y).toBeGreaterThan(first!.y!);
    expect(third!.y).toBe(first!.y);
  });

  it("draws a session of one event a little wider than the event, so that it is seen", () => {
    const session = values(0)[3]!;
    expect(session.from).toBeLessThan(9_000);
    expect(session.to).toBeGreaterThan(9_000);
  });

  it("puts a label at the start of its bar, and in the middle of one that is hardly wider", () => {
    const windows = [
      { start: 0, end: 60_000, label: "4" },
      { start: 70_000, end: 70_000, inclusive: true, label: "1" },
    ];
    const [, , texts] = windowBars([{ title: "", events: [], windows }]).layer as {
      data: { values: { at: number; align: string }[] };
    }[];
    expect(texts!.data.values.map(({ at, align }) => [at, align])).toEqual([
      [0, "left"],
      [70_000, "center"],
    ]);
  });

  it("leads a line from each event through the bars of its row", () => {
    const [rule] = values(1);
    expect(rule!.bottom).toBeGreaterThan(
      Math.max(
        ...values(0)
          .slice(0, 3)
          .map(({ y }) => y!),
      ),
    );
    expect(rule!.bottom).toBeLessThan(values(0)[3]!.y!);
  });

  it("draws equal rows equally, and labels them in UTC", async () => {
    const svg = await renderSvg(hopping);
    expect(await renderSvg(hopping)).toBe(svg);
    for (const text of ["hopping", "session", "00:10"]) expect(svg).toContain(`>${text}<`);
  });

  it("draws nothing for no rows", async () => {
    expect(await renderSvg(windowBars([]))).toContain("<svg");
  });
});
