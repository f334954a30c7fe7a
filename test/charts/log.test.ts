import { describe, expect, it } from "vitest";
import { type ChartSpec, type DrawnLog, logChart, renderSvg } from "../../src/charts/index.js";

const before: DrawnLog = {
  name: "before",
  records: ["ana", "bo", "ana", "cy"].map((key, offset) => ({ offset, key, text: [key, `${offset}0`] })),
  pointers: [
    { offset: 0, label: "audit", side: "below" },
    { offset: 4, label: "screen", side: "below" },
    { offset: 4, label: "board", side: "below" },
    { offset: 2, label: "committed" },
  ],
};
const after: DrawnLog = {
  name: "after",
  records: before.records.slice(1).filter((_, i) => i !== 0),
  start: 0,
  end: 4,
};
const crash: DrawnLog = {
  name: "orders",
  records: [
    { offset: 4, tone: "done", text: "Ann", key: "Ann" },
    { offset: 5, tone: "again", tombstone: true },
    { offset: 7, tone: "again" },
  ],
};
const meaning = { done: "processed and committed", again: "comes again", waiting: "not read yet" };

const drawn = (svg: string, attribute: string): number => svg.split(attribute).length - 1;
const [BLUE, ORANGE, GREEN] = ["#2f6f9f", "#e07a00", "#3a8f5d"];

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly text?: string;
}

/** The lines and words of a drawing: its last two layers. */
const wordsAndLines = (spec: ChartSpec): readonly [readonly Drawn[], readonly Drawn[]] => {
  const layers = spec.layer as { data: { values: Drawn[] } }[];
  return [layers.at(-1)!.data.values, layers.at(-2)!.data.values];
};

describe("logChart", () => {
  it("draws a box for each record, in its key's color, and a dashed one for the next", async () => {
    const svg = await renderSvg(logChart([before]));
    expect(drawn(svg, `stroke="${BLUE}"`)).toBe(2); // ana
    expect(drawn(svg, `stroke="${ORANGE}"`)).toBe(1); // bo
    expect(drawn(svg, 'stroke-dasharray="5,4"')).toBe(1);
    expect(drawn(svg, 'stroke-dasharray="2,3"')).toBe(0);
  });

  it("writes every offset, that of the next record too", async () => {
    const svg = await renderSvg(logChart([before]));
    for (const offset of [0, 1, 2, 3, 4]) expect(svg).toContain(`>${offset}<`);
    expect(svg).not.toContain(">5<");
  });

  it("draws a line for each position, and the words of those at one offset below each other", () => {
    const [words, lines] = wordsAndLines(logChart([before]));
    const at = (text: string) => words.find((word) => word.text === text)!;
    expect(lines).toHaveLength(3);
    expect(at("board").x).toBe(at("screen").x);
    expect(at("board").y).toBeGreaterThan(at("screen").y);
    expect(at("committed").y).toBeLessThan(at("0").y);
    expect(at("audit").y).toBeGreaterThan(at("0").y);
  });

  it("puts a position at the left edge of the record that comes next", () => {
    const [words, lines] = wordsAndLines(logChart([before]));
    const middleOf = (offset: string): number => words.find((word) => word.text === offset)!.x;
    const committed = words.find((word) => word.text === "committed")!;
    expect(committed.x).toBe((middleOf("1") + middleOf("2")) / 2);
    expect(lines.map(({ x }) => x)).toContain(committed.x);
  });

  it("leaves gaps where offsets hold no record any more, and keeps a key's color in every row", async () => {
    const svg = await renderSvg(logChart([before, after]));
    expect(drawn(svg, 'stroke-dasharray="2,3"')).toBe(2);
    expect(drawn(svg, `stroke="${BLUE}"`)).toBe(2 + 1);
    expect(drawn(svg, `stroke="${GREEN}"`)).toBe(2); // cy
  });

  it("draws a tombstone as an empty box", async () => {
    const records = [{ offset: 7, key: "bo", text: "null", tombstone: true }];
    const svg = await renderSvg(logChart([{ name: "log", records }]));
    expect(svg).toMatch(new RegExp(`fill-opacity="0" stroke="${BLUE}"|stroke="${BLUE}"[^>]*fill-opacity="0"`));
    expect(svg).toContain(">8<");
  });

  it("paints by tone in place of the key, and explains only the tones that are there", async () => {
    const svg = await renderSvg(logChart([crash], { meaning }));
    expect([drawn(svg, 'fill="#8fb8d6"'), drawn(svg, 'fill="#e8969e"')]).toEqual([1 + 1, 2 + 1]); // one in the legend
    expect(drawn(svg, `stroke="${BLUE}"`)).toBe(0);
    expect(svg).toContain(">comes again<");
    expect(svg).not.toContain(">not read yet<");
  });

  it("makes boxes as wide as the longest text needs, and as high as the most lines", () => {
    const sizeOf = (text: string | string[]): readonly unknown[] => {
      const { width, height } = logChart([{ name: "log", records: [{ offset: 0, text }] }]);
      return [width, height];
    };
    const [[narrow, low], [wide], [, high]] = [sizeOf("a"), sizeOf("a longer text"), sizeOf(["a", "b"])];
    expect(wide).toBeGreaterThan(narrow as number);
    expect(high).toBeGreaterThan(low as number);
  });

  it("draws an empty log, and none", async () => {
    expect(await renderSvg(logChart([{ name: "empty", records: [] }], { title: "A log" }))).toContain(">0<");
    expect(await renderSvg(logChart([]))).toContain("<svg");
  });

  it("gives equal text for equal logs", async () => {
    expect(await renderSvg(logChart([before, after]))).toBe(await renderSvg(logChart([before, after])));
  });
});
