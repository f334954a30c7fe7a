import { describe, expect, it } from "vitest";
import { type DrawnLog, logChart, renderSvg } from "../../src/charts/index.js";

const before: DrawnLog = {
  title: "before",
  records: ["ana", "bo", "ana", "cy"].map((key, offset) => ({ offset, key, text: [key, `${offset}0`] })),
  readers: [
    { name: "audit", offset: 0 },
    { name: "screen", offset: 4 },
    { name: "board", offset: 4 },
  ],
};
const after: DrawnLog = {
  title: "after",
  records: before.records.slice(1).filter((_, i) => i !== 0),
  start: 0,
  end: 4,
};

const drawn = (svg: string, attribute: string): number => svg.split(attribute).length - 1;

describe("logChart", () => {
  it("draws a box for each record, in its key's color, and a dashed one for the next", async () => {
    const svg = await renderSvg(logChart([before]));
    expect(drawn(svg, 'stroke="#2f6f9f"')).toBe(2); // ana
    expect(drawn(svg, 'stroke="#e07a00"')).toBe(1); // bo
    expect(drawn(svg, 'stroke-dasharray="5,4"')).toBe(1);
    expect(drawn(svg, 'stroke-dasharray="2,3"')).toBe(0);
  });

  it("writes every offset, that of the next record too", async () => {
    const svg = await renderSvg(logChart([before]));
    for (const offset of [0, 1, 2, 3, 4]) expect(svg).toContain(`>${offset}<`);
    expect(svg).not.toContain(">5<");
  });

  it("gives readers at one offset one arrow and a line each", async () => {
    const svg = await renderSvg(logChart([before]));
    expect(drawn(svg, 'fill="#d62839"')).toBe(2 + 2); // two arrows, two labels
    expect(svg).toContain(">screen</tspan>");
    expect(svg).toContain(">board</tspan>");
  });

  it("leaves gaps where offsets hold no record any more, and keeps a key's color in every row", async () => {
    const svg = await renderSvg(logChart([before, after]));
    expect(drawn(svg, 'stroke-dasharray="2,3"')).toBe(2);
    expect(drawn(svg, 'stroke="#2f6f9f"')).toBe(2 + 1);
    expect(drawn(svg, 'stroke="#3a8f5d"')).toBe(2); // cy
  });

  it("draws a tombstone as an empty box", async () => {
    const svg = await renderSvg(
      logChart([{ title: "log", records: [{ offset: 7, key: "bo", text: "null", tombstone: true }] }]),
    );
    expect(svg).toMatch(/fill-opacity="0" stroke="#2f6f9f"|stroke="#2f6f9f"[^>]*fill-opacity="0"/);
    expect(svg).toContain(">8<");
  });

  it("draws an empty log, and none", async () => {
    expect(await renderSvg(logChart([{ title: "empty", records: [] }], "A log"))).toContain(">0<");
    expect(await renderSvg(logChart([]))).toContain("<svg");
  });
});
