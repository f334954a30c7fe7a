/**
 * The doors between the rooms of src, and what the pure rooms must not touch. src/README.md draws the same picture; this
 * holds it. Each rule is also shown to refuse a wrong file.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { doors } from "./doors.js";
import { readImports } from "./read-imports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The packages that a pure room may import; other rooms may import what package.json lists. */
const packages: { readonly [room: string]: readonly string[] } = {
  core: [],
  log: [],
  sim: [],
  seeded: ["pure-rand"],
  datasets: ["zod"],
};

/** What a pure room does not name. A Date made of a given time is no clock, and neither is a turn of the event loop. */
const impure =
  /\b(Date\.now|new Date\(\s*\)|(?<!new )Date\(|performance\.|setTimeout|setInterval|Math\.random|getRandomValues|randomUUID|hrtime)/;
const pureRooms = ["core", "sim", "seeded", "log", "datasets"];

const packageOf = (from: string): string =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

/** What is wrong with the imports of a file, given as `room/…/file.ts`. */
function importProblems(file: string, source: string): string[] {
  const room = file.split("/")[0]!;
  if (!file.includes("/")) return [];
  const allowed = doors[room];
  if (allowed === undefined)
    return [`${file}: the room "${room}" has no doors yet. Try: list it in test/core/doors.ts`];
  return readImports(source).flatMap(({ from, line }) => {
    if (!from.startsWith(".")) {
      const listed = packages[room];
      return listed === undefined || listed.includes(packageOf(from))
        ? []
        : [`${file}:${line}: ${room} imports no package "${from}"`];
    }
    const target = posix.join(posix.dirname(file), from);
    const other = target.split("/")[0]!;
    if (other === room || allowed.includes(other)) return [];
    return [`${file}:${line}: there is no door from ${room} to ${target.startsWith("..") ? target : other}`];
  });
}

function clockProblems(file: string, source: string): string[] {
  if (!pureRooms.includes(file.split("/")[0]!)) return [];
  return source.split("\n").flatMap((line, index) => {
    const code = line.replace(/\/\/.*$/, "").replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "");
    if (/^\s*(\*|\/\*)/.test(code) || /\bimport\b/.test(code)) return [];
    const found = impure.exec(code);
    return found === null ? [] : [`${file}:${index + 1}: ${found[1]} is a clock or chance; it comes in as a parameter`];
  });
}

/** The files that each file imports, types included. */
const importsOf = (all: readonly string[]): Map<string, string[]> =>
  new Map(
    all.map((file) => [
      file,
      readImports(sourceOf(file)).flatMap(({ from }) =>
        from.startsWith(".") ? [posix.join(posix.dirname(file), from).replace(/\.js$/, ".ts")] : [],
      ),
    ]),
  );

/** For each file that imports itself by way of others: the shortest way back to it. */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  return [...imports.keys()].flatMap((start) => {
    const before = new Map<string, string>();
    const queue = [start];
    for (const file of queue) {
      for (const next of imports.get(file) ?? []) {
        if (next === start) {
          const way = [file];
          while (way[0] !== start) way.unshift(before.get(way[0]!)!);
          return [way];
        }
        if (before.has(next)) continue;
        before.set(next, file);
        queue.push(next);
      }
    }
    return [];
  });
}

const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((name) => name.split(sep).join("/"))
  .filter((name) => name.endsWith(".ts"))
  .sort();
const sourceOf = (file: string): string => readFileSync(join(root, "src", file), "utf8");

describe("the rooms of src", () => {
  it("import through the doors only", () => {
    expect(files.flatMap((file) => importProblems(file, sourceOf(file)))).toEqual([]);
  });

  it("have no circle of doors: imports point inward", () => {
    const inward = (room: string, path: readonly string[]): string[] =>
      path.includes(room)
        ? [[...path, room].join(" → ")]
        : (doors[room] ?? []).flatMap((next) => inward(next, [...path, room]));
    expect(Object.keys(doors).flatMap((room) => inward(room, []))).toEqual([]);
  });

  it("have no circle of files, not even of types; that of the builder's stages is one of types alone", () => {
    expect(
      circles(importsOf(files)).filter((circle) => !circle.every((file) => file.startsWith("core/builder/"))),
    ).toEqual([]);
  });

  it("read no clock and draw no lots where they are pure", () => {
    expect(files.flatMap((file) => clockProblems(file, sourceOf(file)))).toEqual([]);
  });

  it("mark private members with #, not with a word that holds for the compiler alone", () => {
    const words = files.flatMap((file) =>
      sourceOf(file)
        .split("\n")
        .flatMap((line, index) => (/^\s*private (?!constructor)/.test(line) ? [`${file}:${index + 1}`] : [])),
    );
    expect(words).toEqual([]);
  });

  it("wait for nothing while they load, so that require() of the package works", () => {
    const waits = files.flatMap((file) =>
      sourceOf(file)
        .split("\n")
        .flatMap((line, index) =>
          /^(export )?((const|let) [^=]*= )?await\b|^for await\b/.test(line) ? [`${file}:${index + 1}`] : [],
        ),
    );
    expect(waits).toEqual([]);
  });

  it("load nothing heavy with the package: clients, charts and servers are imported where they are needed", () => {
    const light = ["croner", "fast-check", "pure-rand", "zod"];
    const seen = new Set<string>();
    const heavy: string[] = [];
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { from, line, atLoad } of readImports(sourceOf(file))) {
        if (!atLoad || from.startsWith("node:")) continue;
        if (from.startsWith(".")) visit(posix.join(posix.dirname(file), from).replace(/\.js$/, ".ts"));
        else if (!light.includes(packageOf(from))) heavy.push(`${file}:${line}: ${from}`);
      }
    };
    visit("index.ts");
    expect(seen.size).toBeGreaterThan(20);
    expect(heavy).toEqual([]);
  });
});

describe("each rule refuses a wrong file", () => {
  it.each([
    ["core/a.ts", 'import { x } from "../sim/index.js";', "no door from core to sim"],
    ["core/joins/a.ts", 'import type { X } from "../../log/port.js";', "no door from core to log"],
    ["core/a.ts", 'import { z } from "zod";', 'core imports no package "zod"'],
    ["core/a.ts", 'import { readFileSync } from "node:fs";', 'core imports no package "node:fs"'],
    ["core/a.ts", 'export const load = () => import("kafkajs");', 'core imports no package "kafkajs"'],
    ["core/a.ts", 'export {\n  x,\n  y,\n} from "../index.js";', "core/a.ts:4: there is no door from core to index.js"],
    ["sim/a.ts", 'import { x } from "../kafka/index.js";', "no door from sim to kafka"],
    ["kafka/broker/a.ts", 'import { x } from "../../sim/clock.js";', "no door from kafka to sim"],
    ["worker/a.ts", 'import "../cli/main.js";', "no door from worker to cli"],
    ["worker/a.ts", 'import { kafka } from "../kafka/index.js";', "no door from worker to kafka"],
    ["log/a.ts", 'import { x } from "../core/index.js";', "no door from log to core"],
    ["core/a.ts", 'import { x } from "../../tools/x.mjs";', "no door from core to ../tools/x.mjs"],
    ["attic/a.ts", "", 'the room "attic" has no doors yet'],
  ])("%s: %s", (file, source, said) => {
    expect(importProblems(file, source).join()).toContain(said);
  });

  it("a circle, of two files or of three", () => {
    const imports = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["a.ts", "c.ts"]],
      ["c.ts", []],
      ["x.ts", ["y.ts"]],
      ["y.ts", ["z.ts"]],
      ["z.ts", ["x.ts"]],
    ]);
    expect(circles(imports)).toContainEqual(["a.ts", "b.ts"]);
    expect(circles(imports)).toContainEqual(["x.ts", "y.ts", "z.ts"]);
    expect(circles(imports).flat()).not.toContain("c.ts");
  });

  it("and not one that only speaks of it", () => {
    const quiet = '/**\n * import { x } from "kafkajs";\n */\n// import "zod";\nexport const a = "import(zod)";';
    expect(importProblems("core/a.ts", quiet)).toEqual([]);
  });

  it.each([
    ["sim/a.ts", "const now = Date.now();"],
    ["sim/a.ts", "setTimeout(() => {}, 1);"],
    ["core/a.ts", "const lot = Math.random();"],
    ["datasets/a.ts", "const at = new Date();"],
    ["log/a.ts", "const t = performance.now();"],
  ])("%s: %s", (file, source) => {
    expect(clockProblems(file, source)).toHaveLength(1);
    expect(clockProblems("worker/a.ts", source)).toEqual([]);
  });
});

describe("the linter says the same while one writes", () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ["core", 'export * from "../sim/index.js";', "core imports nothing outside core"],
    ["core/joins", 'export * from "../../log/index.js";', "core imports nothing outside core"],
    ["core/joins", 'export * from "zod";', "core imports nothing outside core"],
    ["core", "export const now = Date.now();", "core reads no clock"],
    ["sim", 'export * from "../kafka/index.js";', "sim and kafka never import each other"],
    ["sim", "export const now = Date.now();", "sim reads no real clock"],
    ["sim", "export const t = setTimeout(() => {}, 1);", "sim reads no real clock"],
    ["kafka", 'export * from "../sim/index.js";', "sim and kafka never import each other"],
    ["kafka/broker", 'export * from "../../sim/index.js";', "sim and kafka never import each other"],
    ["worker", 'export * from "../kafka/index.js";', "worker knows the port only"],
    ["worker", 'export * from "../cli/main.js";', "worker knows the port only"],
  ];
  const right = ['export * from "../core/plan.js";', 'export * from "../log/index.js";'].join("\n");
  let report = "";

  // From standard input Biome says that something is wrong, but not what; so it gets a small tree with our rules.
  beforeAll(() => {
    const tree = join(root, ".tidemark", "lint");
    rmSync(tree, { recursive: true, force: true });
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    };
    const { linter, overrides } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
    write("biome.json", JSON.stringify({ root: true, linter, overrides }));
    for (const [index, [room, source]] of wrong.entries()) write(`src/${room}/wrong${index}.ts`, `${source}\n`);
    write("src/worker/right.ts", right);
    write("src/core/joins/right.ts", 'export * from "../plan.js";\nexport * from "./b.js";\n');
    const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
    const args = [biome, "lint", "--colors=off", "--max-diagnostics=200", "."];
    const run = spawnSync(process.execPath, args, { cwd: tree, encoding: "utf8" });
    report = run.stdout + run.stderr;
  });

  it.each(wrong.map(([room, source, said], index) => ({ room, source, said, index })))(
    "in $room: $source",
    ({ room, said, index }) => {
      const about = report.split(/^(?=src\/)/m).filter((part) => part.startsWith(`src/${room}/wrong${index}.ts`));
      expect(about.join("\n")).toContain(said);
    },
  );

  it("and lets right imports pass", () => {
    expect(report).not.toContain("right.ts");
  });
});
