import { describe, expect, it } from "vitest";
import { textBars } from "../../src/charts/index.js";

describe("textBars", () => {
  it("gives the largest bar the whole width, and the others their share", () => {
    const lines = textBars(
      [
        { label: "under 1 s", value: 200 },
        { label: "more", value: 50 },
      ],
      40,
    );
    expect(lines).toEqual(["under 1 s  ████████████████████████  200", "more       ██████                     50"]);
    expect(lines.map((line) => line.length)).toEqual([40, 40]);
  });

  it("draws little, but never nothing, for what is little", () => {
    const bars = textBars([
      { label: "a", value: 100_000 },
      { label: "b", value: 1 },
      { label: "c", value: 0 },
    ]);
    expect(bars.map((line) => line.split("█").length - 1)).toEqual([68, 1, 0]);
  });

  it("has room for one block in the narrowest terminal, and nothing to draw for nothing", () => {
    expect(textBars([{ label: "label", value: 12 }], 3)).toEqual(["label  █  12"]);
    expect(textBars([{ label: "label", value: 0 }], 12)).toEqual(["label      0"]);
    expect(textBars([])).toEqual([]);
  });
});
