/** The doors of the package: what is behind each, that it is documented, and what a bundle of it brings along. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bootstrap, root } from "../../tools/bootstrap.mjs";
import { bundle } from "./bundle.js";
import { type Exported, exportsOf } from "./exports.js";

const packed = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly exports: { readonly [door: string]: string | { readonly types: string; readonly default: string } };
};
/** Each door with its source: `./core` is src/core/index.ts. */
const doors = Object.entries(packed.exports).flatMap(([door, to]) =>
  typeof to === "string" ? [] : [[door, to.default.replace("./dist/", "src/").replace(/\.js$/, ".ts")] as const],
);
const behind = (door: string): readonly Exported[] => {
  const file = doors.find(([name]) => name === door)?.[1];
  if (file === undefined) throw new Error(`there is no door ${door}`);
  return exportsOf(root, file);
};

describe("the doors", () => {
  it("are those of the rooms, each with its types beside it", () => {
    expect(doors.map(([door]) => door)).toEqual([
      ".",
      ...["./core", "./log", "./sim", "./kafka", "./worker", "./connect", "./charts", "./datasets"],
      ...["./exercises", "./grading"],
    ]);
    for (const [, file] of doors) expect(existsSync(join(root, file)), file).toBe(true);
    for (const to of Object.values(packed.exports)) {
      if (typeof to !== "string") expect(to.types).toBe(to.default.replace(/\.js$/, ".d.ts"));
    }
  });

  it("name all that they export: nothing gets out by a star", () => {
    const stars = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => /^export (type )?\*/m.test(readFileSync(join(root, "src", file), "utf8")));
    expect(stars).toEqual([]);
  });

  it.each(doors)("%s has a doc comment for every name", (door) => {
    const names = behind(door);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(({ documented }) => !documented).map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });

  it("in front lead to what lessons and applications need, all of which are behind a room's door too, where that room has one", () => {
    const front = behind(".");
    expect(front.length).toBeGreaterThan(110);
    expect(front.length).toBeLessThan(180);
    const rooms = new Set(doors.slice(1).flatMap(([door]) => behind(door).map(({ name }) => name)));
    expect(front.map(({ name }) => name).filter((name) => !rooms.has(name))).toEqual(["check", "random"]);
  });
});

describe("a bundle", { timeout: 60_000 }, () => {
  beforeAll(() => bootstrap(), 300_000);

  it("of one pipeline's run has neither fast-check nor native code in it, nor any client", async () => {
    const program = 'export { count, pipeline, run, seconds, tumbling } from "tidemark";';
    const { packages, nodeModules, gzipBytes } = await bundle("run", program);
    expect(packages).toEqual([]);
    expect(nodeModules).toEqual([]);
    expect(gzipBytes).toBeLessThan(40_000);
  });

  it("of all of tidemark/core is at most 40 KB, compressed, and needs nothing else", async () => {
    const { packages, nodeModules, gzipBytes } = await bundle("core", 'export * from "tidemark/core";');
    expect(gzipBytes).toBeLessThan(40_000);
    expect(gzipBytes).toBeGreaterThan(10_000);
    expect([packages, nodeModules]).toEqual([[], []]);
  });

  it.each([
    ["log", []],
    ["sim", ["pure-rand"]],
    ["datasets", ["pure-rand", "zod"]],
    ["exercises", []],
    ["grading", ["fast-check", "pure-rand"]],
  ])("of tidemark/%s runs in a browser: it asks Node for nothing", async (door, expected) => {
    const { packages, nodeModules } = await bundle(door, `export * from "tidemark/${door}";`);
    expect(nodeModules).toEqual([]);
    expect(packages).toEqual(expected);
  });

  it("that does need Node is told: a worker's files are read by node:fs", async () => {
    const { nodeModules } = await bundle("files", 'export { nodeFiles } from "tidemark";');
    expect(nodeModules).toContain("node:fs/promises");
  });
});
