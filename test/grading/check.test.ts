import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkWith } from "../../src/grading/check-with.js";
import { timelineSvg } from "../../src/grading/report/timeline-svg.js";
import { mutantSource } from "../support/mutants.js";
import { graderFromSource, repository, type TestKit, testKit } from "./test-kit.js";

const kernelDisplay = Symbol.for("tidemark.display");

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("check() in a notebook", () => {
  let kit: TestKit;
  let shown: Record<string, unknown>[] = [];
  beforeAll(() => {
    kit = testKit();
    Reflect.set(globalThis, kernelDisplay, (bundle: Record<string, unknown>) => shown.push(bundle));
  });
  afterAll(() => {
    Reflect.deleteProperty(globalThis, kernelDisplay);
    kit.remove();
  });
  const run = async (): Promise<typeof shown> => {
    shown = [];
    await checkWith("04/advanceWatermark", kit.root, graderFromSource);
    return shown;
  };

  it("shows the report of the terminal, and the counterexample as a picture", async () => {
    kit.write("04-watermarks/advanceWatermark", await mutantSource("04-watermarks/advanceWatermark", "goesBack"));
    const [report, ...more] = await run();
    expect(more).toEqual([]);
    expect(`${report?.["text/plain"]}\n`).toBe((await kit.run("04/advanceWatermark")).out.trimStart());
    expect(report?.["text/html"]).toContain("<b>watermark-regressed</b>");
    expect(report?.["text/html"]).toContain(", 0 of 5 properties hold");
    expect(report?.["text/html"]).toContain('aria-label="1: event time 0; 2: event time -1 (wrong here)"');
  });

  it("shows the verdict alone when there is no counterexample", async () => {
    const solution = join(repository, "solutions/04-watermarks/advanceWatermark.ts");
    kit.write("04-watermarks/advanceWatermark", readFileSync(solution, "utf8"));
    expect(await run()).toMatchObject([{ "text/html": "<p><b>04/advanceWatermark</b>: passed</p>" }]);
  });

  it("refuses what is no exercise", async () => {
    await expect(checkWith("04/none", kit.root, graderFromSource)).rejects.toThrow("there is 04/advanceWatermark");
    await expect(checkWith("04", kit.root, graderFromSource)).rejects.toThrow("expected one exercise, got 4");
  });
});

describe("a timeline's picture on a page", () => {
  it("is drawn for a stream, and for nothing else", () => {
    expect(timelineSvg([{ call: "f(1)", out: "2" }])).toBeNull();
    expect(timelineSvg([{ ts: Number.POSITIVE_INFINITY }])).toBeNull();
    const drawn = timelineSvg([
      { ts: 1, watermark: 0, right: 1 },
      { ts: 2, windows: "[0, 10)", wrong: true },
    ]);
    expect(drawn).toContain("1: event time 1; 2: event time 2 (wrong here)");
    expect(drawn?.match(/<circle|<rect/g)).toEqual(["<circle", "<rect"]);
    expect(drawn).toContain("● event   ✕ wrong here   │ watermark   ┊ should be   ▭ window");
  });

  it("is legible on a dark page: its words have the page's color", () => {
    expect(timelineSvg([{ ts: 1 }])).toContain('fill="currentColor"');
  });
});
