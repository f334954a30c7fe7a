import { describe, expect, it } from "vitest";
import { simulatedTerminal } from "../cli/support.js";

const figures = async (line: string) => {
  const { code, out, notes } = await simulatedTerminal().run(`${line} --json`);
  return { code, notes, ...(out[0] === undefined ? {} : JSON.parse(out[0])) };
};

describe("tidemark run 02-at-least-once", () => {
  it("shows what is repeated after a crash, and totals that are wrong by exactly as much", async () => {
    const { out } = await simulatedTerminal().run("run 02 --crash-after 500");
    expect(out.slice(1, 10)).toEqual([
      "3000 orders. The worker writes totals, then commits, after every 200.",
      "After 500 it crashes: the simulated process ends, its disk loses power.",
      "",
      "partition  committed  added up to  added twice",
      "---------  ---------  -----------  -----------",
      "        0        150          200           50",
      "        1        150          150            0",
      "        2        100          150           50",
      "",
    ]);
    expect(out).toContain("Started again, it adds 2600 records, 100 of them for the second time.");
    expect(out.find((line) => line.startsWith("(all)"))).toMatch(/^\(all\) +319700 +309370 +10330 +10330$/);
  });

  it.each([
    ["run 02 --crash-after 1", 1],
    ["run 02 --crash-after 199 --commit-every 200", 199],
    ["run 02 --crash-after 200 --commit-every 200", 200],
    ["run 02 --crash-after 201 --commit-every 200", 1],
    ["run 02 --crash-after 500 --commit-every 1", 1],
    ["run 02 --crash-after 3000 --commit-every 5000", 3000],
  ])("%s: repeats %i", async (line, again) => {
    const { code, agrees, figures: rows } = await figures(line);
    expect([code, agrees]).toEqual([0, true]);
    const { "too much": tooMuch, "added twice": twice } = rows.at(-1);
    expect(tooMuch).toBe(twice);
    expect(twice / 10).toBeGreaterThanOrEqual(again);
  });

  it("lists each repeated record when asked", async () => {
    const { out } = await simulatedTerminal().run("run 02 --full");
    expect(out.filter((line) => /^\d@\d+ +order-\d+ +customer-\d+ +\d+$/.test(line))).toHaveLength(100);
  });

  it("adds up what was produced before, copies and damaged records included, and leaves it there", async () => {
    const { run } = simulatedTerminal();
    await run("produce orders --count 700 --dup-rate 0.1 --include-bad");
    const { out } = await run("run 02 --json");
    expect(JSON.parse(out[0]!)).toMatchObject({ agrees: true });
    expect((await run("topics list")).out).toEqual(["orders"]);
  });

  it("has no pipeline to explain, and says so", async () => {
    expect((await simulatedTerminal().run("explain 02")).out).toEqual([
      "02-at-least-once: its programs are written by hand; there is no pipeline in it",
    ]);
  });

  it.each([
    ["run 02 --crash-after 0", 2, "--crash-after 0: expected 1 or more"],
    ["run 02 --crash-after 9999", 2, "--crash-after 9999: there are only 3000 orders"],
  ])("refuses %s", async (line, code, message) => {
    expect(await simulatedTerminal().run(line)).toMatchObject({ code, notes: [message] });
  });
});

describe("tidemark run totals-worker", () => {
  it("goes on where it had committed when it is started again after a crash", async () => {
    const { run } = simulatedTerminal();
    const { out } = await run("run totals-worker --crash-after 500 --fresh");
    expect(out.slice(1, 3)).toEqual([
      "begins at the committed offsets 0, 0, 0",
      "500 records added; crash: the simulated process ends, its disk loses power",
    ]);
    const again = await run("run totals-worker");
    expect(again.out.slice(1, 3)).toEqual(["begins at the committed offsets 150, 150, 100", "2600 records added"]);
    expect(again.out.find((line) => line.startsWith("(all)"))).toMatch(/^\(all\) +319700 +309370 +10330$/);
    const fresh = await run("run totals-worker --fresh");
    expect(fresh.out.find((line) => line.startsWith("(all)"))).toMatch(/^\(all\) +309370 +309370 +0$/);
  });
});
