import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programs } from "./programs.js";
import { observe } from "./run-program.js";
import { simSubject } from "./sim-subject.js";

describe("small random programs", () => {
  it("observe the same on two simulated Kafkas with different seeds and networks", async () => {
    const one = { seed: 1, storyLines: 0 };
    const other = { seed: 99, storyLines: 0, latency: { minMs: 1, maxMs: 40 } };
    let ran = 0;
    const agrees = fc.asyncProperty(programs, async (program) => {
      ran++;
      const [a, b] = [
        await observe(async () => simSubject(one), program),
        await observe(async () => simSubject(other), program),
      ];
      expect(a).toEqual(b);
    });
    await fc.assert(agrees, { seed: 7, numRuns: 150 });
    expect(ran).toBeGreaterThanOrEqual(150);
  });

  it("see aborts, open transactions, rebalances and compaction at work", async () => {
    const seen = await observe(
      async () => simSubject({ seed: 1 }),
      [
        { do: "produce", topic: "t", records: ["a=1"] },
        { do: "transact", id: "x", topic: "t", records: ["a=2"], offset: 5, end: "abort" },
        { do: "transact", id: "y", topic: "t", records: ["a=3"], offset: 6, end: "leave" },
        { do: "poll" },
        { do: "join" },
        { do: "fence", id: "y" },
        { do: "transact", id: "x", topic: "c", records: ["a=1", "a="], offset: 7, end: "commit" },
        { do: "restart" },
      ],
    );
    const text = seen.join("\n");
    expect(text).toMatch(/polled \d@0 a=1/);
    expect(text).not.toMatch(/polled \d@\d a=[23]/);
    expect(text).toContain("members 2");
    expect(text).toContain("h 7 ");
    expect(seen.filter((line) => line.startsWith("compacted"))).toEqual([expect.stringMatching(/@1 a=$/)]);
  });
});
