import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { firstSettings, type TideSettings, windowKinds } from "../../site/tide/settings.js";
import { snippet } from "../../site/tide/snippet.js";
import { tide } from "../../site/tide/tide.js";
import { guardSource, windowSources } from "../../site/tide/words.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program as a reader would, and gives what it printed. */
async function printed(name: string, program: string): Promise<readonly unknown[][]> {
  const file = join(root, ".tidemark", "site-snippets", `${name}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await import(/* @vite-ignore */ file);
  return log.mock.calls;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the program beside the picture", () => {
  const cases: [string, TideSettings][] = [
    ...windowKinds.map((window): [string, TideSettings] => [
      window,
      { ...firstSettings, window, lateness: 3, size: 8, pause: 4 },
    ]),
    ["guarded", { ...firstSettings, partitions: 3, lyingClock: true, guard: true, lag: 4 }],
  ];

  it.each(cases)("runs and prints the picture's own figures: %s", async (name, settings) => {
    const [[results] = [], late] = await printed(name, snippet(settings));
    const shown = tide(settings);
    const counts = (results as ({ readings: number } | null)[]).map((row) => row?.readings ?? null);
    const told = shown.windows.flatMap((window) => window.results.map(({ count }) => count));
    expect([...counts].sort()).toEqual([...told].sort());
    expect(late).toEqual([shown.events.filter(({ fate }) => fate === "late").length, "late"]);
  });

  it("says that it is cut where the stream is long", () => {
    expect(snippet({ ...firstSettings, rate: 10 })).toContain("// The first 120 of 600.");
  });
});

describe("the code that a fate names", () => {
  it("exists", () => {
    for (const file of [guardSource, ...Object.values(windowSources)])
      expect(existsSync(join(root, file)), file).toBe(true);
  });
});
