import { describe, expect, it } from "vitest";
import { renderSvg } from "../../src/charts/render.js";
import { sequenceChart } from "../../src/charts/sequence.js";

const actors = ["A", "contas", "B"];
const steps = [
  { from: "A", to: "contas", text: "asks" },
  { from: "contas", to: "A", text: "150" },
  { from: "B", to: "contas", text: "writes 120", wrong: true },
  { from: "B", to: "B", text: "is content" },
];

describe("sequenceChart", () => {
  it("names everybody and says every step", async () => {
    const svg = await renderSvg(sequenceChart({ title: "t", subtitle: "s", actors, steps }));
    for (const word of ["t", "s", ...actors, ...steps.map(({ text }) => text)]) expect(svg).toContain(`>${word}<`);
  });

  it("draws an arrow for each step between two, and none for a note", async () => {
    const { layer } = sequenceChart({ title: "t", actors, steps });
    const [, , rules, right, left] = layer as { data: { values: unknown[] } }[];
    expect([rules, right, left].map((one) => one!.data.values.length)).toEqual([3, 1, 2]);
  });

  it("draws what goes wrong in red", async () => {
    const red = (some: typeof steps) =>
      renderSvg(sequenceChart({ title: "t", actors, steps: some })).then((svg) => svg.split("#d62839").length - 1);
    expect(await red(steps)).toBeGreaterThan(0);
    expect(await red(steps.slice(0, 2))).toBe(0);
  });

  it("refuses a step of a stranger", () => {
    const stranger = [{ from: "A", to: "C", text: "hello" }];
    expect(() => sequenceChart({ title: "t", actors, steps: stranger })).toThrow(
      'step 0 ("hello"): expected one of A, contas, B, got "C"',
    );
  });
});
