/** The package as an engineer gets it: packed, installed in an empty folder, compiled strictly, run under each Node. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { install, isInstalled } from "../../../tools/bootstrap/install.mjs";
import { bootstrap, root } from "../../../tools/bootstrap.mjs";
import { done, npm, packInto } from "./packed.js";

const app = mkdtempSync(join(tmpdir(), "tidemark-package-"));
const tools = join(root, "tools", "package");
const sources = fileURLToPath(new URL("app", import.meta.url));
let tarball = "";

const tool = (name: string, ...args: readonly string[]): string =>
  done(process.execPath, [join(tools, "node_modules", ...name.split("/")), ...args], root);

/** The Nodes that are at hand: this one, and where npm has them for this machine, 22 and 24. */
const nodes = [
  process.execPath,
  ...["node-22", "node-24"].map((name) => join(tools, "node_modules", name, "bin/node")),
];

beforeAll(async () => {
  await bootstrap();
  if (!isInstalled(tools)) await install(tools, "the package's checks");
  tarball = packInto(app);
  writeFileSync(join(app, "package.json"), '{ "name": "app", "private": true, "type": "module" }\n');
  cpSync(sources, app, { recursive: true });
  npm(["install", "--ignore-scripts", tarball], app);
}, 600_000);

afterAll(() => rmSync(app, { recursive: true, force: true }));

describe("the package", { timeout: 300_000 }, () => {
  const inside = (): readonly string[] =>
    readdirSync(join(app, "node_modules/tidemark"), { recursive: true, encoding: "utf8" });

  it("holds built files with their types and sources, and neither solutions nor tests nor the clone's tools", () => {
    const files = inside();
    for (const file of ["dist/index.js", "dist/index.d.ts", "README.md", "LICENSE", "CHANGELOG.md"]) {
      expect(files).toContain(file);
    }
    expect(
      files.filter((file) => /solution|mutants\.|\.test\.|(?<!\.d)\.ts$|^test|^exercises|bootstrap/.test(file)),
    ).toEqual(["dist/grading/kit/mutants.d.ts", "dist/grading/kit/mutants.js", "dist/grading/kit/mutants.js.map"]);
    const map = JSON.parse(readFileSync(join(app, "node_modules/tidemark/dist/index.js.map"), "utf8")) as {
      readonly sourcesContent?: readonly string[];
    };
    expect(map.sourcesContent?.join("")).toContain("front door");
    expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).toHaveProperty("devDependencies");
  });

  it("brings what each program needs, and no client that only some do", () => {
    const installed = readdirSync(join(app, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed).toEqual(["commander", "croner", "fzstd", "pure-rand", "snappyjs", "tidemark", "zod"]);
  });

  it.each([
    ["for Node", { types: ["node"] }],
    ["for a browser", { types: [], lib: ["es2023", "dom"] }],
  ])("compiles %s, strictly, with its declarations checked, as ESM and as CommonJS", (_, options) => {
    const compilerOptions = {
      target: "es2023",
      lib: ["es2023"],
      module: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      declaration: true,
      outDir: "out",
      typeRoots: [join(root, "node_modules/@types")],
      ...options,
    };
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.mts", "*.cts"] }));
    expect(
      done(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", app, "--pretty", "false"], app),
    ).toBe("");
  });

  it.each(nodes)("runs under %s, imported and required, door by door", (node) => {
    // npm has these Nodes for Linux on x64 alone; elsewhere the one at hand must do
    if (!existsSync(node)) expect(`${process.platform}-${process.arch}`).not.toBe("linux-x64");
    else for (const file of ["pipeline.mjs", "required.cjs", "doors.mjs"]) done(node, [join("out", file)], app);
  });

  it("says in a sentence which optional package is missing", () => {
    const said = done(process.execPath, [join("out", "missing.mjs")], app);
    expect(said.trimEnd().split("\n")).toEqual([
      'A real broker needs the package "kafkajs", which is not installed. Try: npm install kafkajs',
      'A chart needs the package "vega", which is not installed. Try: npm install vega',
      'The text of metrics needs the package "prom-client", which is not installed. Try: npm install prom-client',
    ]);
  });

  it("has the tidemark command, without what works on exercises", () => {
    const help = npm(["exec", "--offline", "tidemark", "--", "--help"], app);
    expect(help).toContain("show a topic's records");
    expect(help).not.toContain("gradebook");
    expect(npm(["exec", "--offline", "tidemark", "--", "run", "04"], app)).toContain("20 s");
    expect(readdirSync(join(app, "node_modules/tidemark"))).not.toContain(".tidemark");
  });

  it("is found in order by publint and by arethetypeswrong", () => {
    expect(tool("publint/src/cli.js", tarball, "--strict")).toContain("All good!");
    // it ends with 1 when it finds a problem; a package for import and for require(esm) is what it calls "esm-only"
    expect(tool("@arethetypeswrong/cli/dist/index.js", tarball, "--profile", "esm-only")).toContain("🟢");
  });
});
