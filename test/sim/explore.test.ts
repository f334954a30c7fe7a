import { describe, expect, it } from "vitest";
import { describeExploration, type Exploration, explore } from "../../src/sim/index.js";
import { copier } from "./copier.js";

describe("the explorer", () => {
  it.each(["at-most-once", "at-least-once", "exactly-once"] as const)(
    "finds nothing wrong with a right %s program, at every step and every pair of steps",
    async (way) => {
      const exploration = await explore(copier(way), { depth: 2, pairs: "steps" });
      expect(describeExploration(exploration)).toContain(": 0 came out wrong");
      expect(exploration.complete).toBe(true);
      expect(exploration.runs).toBeGreaterThan(exploration.steps ** 2 / 4);
    },
  );

  it.each([
    ["commits-last", "duplicated"],
    ["output-outside", "duplicated"],
    ["offset-outside", "duplicated"],
    ["reads-before-fencing", "duplicated"],
  ] as const)("catches %s with the anomaly %s", async (way, anomaly) => {
    const { failures, shortest } = await explore(copier(way));
    expect(failures.map((failure) => failure.verdict.anomaly)).toContain(anomaly);
    expect(shortest?.faults.length).toBeLessThanOrEqual(1);
    expect(shortest?.story).toContain("transaction.commit");
  });

  it("finds with pairs of effects what pairs of all steps find, in fewer runs", async () => {
    const all = await explore(copier("output-outside"), { depth: 2, pairs: "steps" });
    const effects = await explore(copier("output-outside"), { depth: 2 });
    const kinds = ({ failures }: Exploration) => new Set(failures.map(({ verdict }) => verdict.message));
    expect(kinds(effects)).toEqual(kinds(all));
    expect(effects.runs).toBeLessThan(all.runs / 5);
  });

  it("catches a program without fencing by letting a zombie wake up", async () => {
    const right = await explore(copier("exactly-once"), { strike: 5000 });
    expect(describeExploration(right)).toContain(": 0 came out wrong");
    const wrong = await explore(copier("id-per-instance"), { strike: 5000 });
    expect(wrong.shortest?.verdict.anomaly).toBe("zombie-write");
    expect(wrong.shortest?.verdict.message).toContain("after its successor program'2 began");
    expect(wrong.shortest?.story).toContain("! zombie: program has committed");
    expect(wrong.shortest?.faults).toHaveLength(1);
  });

  it("tells the same story for the same case, to the byte", async () => {
    const stories = [];
    for (let i = 0; i < 2; i++) stories.push((await explore(copier("output-outside", 9))).shortest?.story);
    expect(stories[0]).toBe(stories[1]);
    expect(stories[0]).toContain("crash of program");
  });

  it("stops at the first failure when asked, and says that it did not try everything", async () => {
    const { runs, complete, failures } = await explore(copier("output-outside"), { stopAtFirst: true });
    expect(failures).toHaveLength(1);
    expect(complete).toBe(false);
    expect(runs).toBeLessThan((await explore(copier("output-outside"))).runs);
  });

  it("refuses a program that takes no step", async () => {
    const idle = { ...copier("exactly-once"), program: async () => {} };
    await expect(explore(idle)).rejects.toThrow("no step");
  });
});
