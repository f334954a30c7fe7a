import { describe, expect, it } from "vitest";
import { importedNames, importsOf, refusal } from "../../src/grading/host/imports.js";

const froms = (source: string): (string | null)[] => importsOf(source).map(({ from }) => from);

describe("the imports of a text", () => {
  it.each([
    ['import { a } from "./a.js";', ["./a.js"]],
    ['import type { A } from "./a.js";', ["./a.js"]],
    ['import a, { b as from } from "./a.js";', ["./a.js"]],
    ['import * as all\n  from\n  "./a.js"', ["./a.js"]],
    ['import "./a.js"', ["./a.js"]],
    ['import"./a.js"', ["./a.js"]],
    ['import json from "./a.json" with { type: "json" };', ["./a.json"]],
    ['export { a } from "./a.js";', ["./a.js"]],
    ['export type { A } from "./a.js";', ["./a.js"]],
    ['export * as a from "./a.js";', ["./a.js"]],
    ['const a = await import("./a.js");', ["./a.js"]],
    ['const a = await import(/* here */ "./a.js");', ["./a.js"]],
    ["const a = await import(name);", [null]],
    ["const a = await import(`./a.js`);", [null]],
    ['type A = import("./a.js").A;', ["./a.js"]],
    ['type A = typeof import("./a.js");', ["./a.js"]],
    ['import a = require("./a.cjs");', ["./a.cjs"]],
    ['const fs = require("node:fs");', ["node:fs"]],
    ['/// <reference path="../x.ts" />', ['/// <reference path="../x.ts" />']],
    ['///<reference types="node"/>', ['///<reference types="node"/>']],
    ['import { a } from "\\x2e\\u002fa\\u{2e}js";', ["./a.js"]],
    ['const t = `${`${await import("./a.js")}`}`;', ["./a.js"]],
    ['const t = `a ${{ b: 1 }.b} ${1}`; import "./a.js";', ["./a.js"]],
    ['const quote = /["\'`]/; import "./a.js";', ["./a.js"]],
    ['const half = size / 2; import "./a.js"; const b = 1 / 2;', ["./a.js"]],
  ])("%s", (source, expected) => {
    expect(froms(source)).toEqual(expected);
  });

  it.each([
    '// import "./a.js"',
    '/* import "./a.js" */',
    'const text = "import \\"./a.js\\"";',
    'const text = `import "./a.js"`;',
    "const text = 'import(\"./a.js\")';",
    "from(1); const from = 2;",
    "rules.import(2); const o = { import: 1, export: 2 };",
    "const { url } = import.meta;",
    'export const from = "a"; export function f() {}',
    'export { a };\nconst b = [...from, "x"];',
    'const order = `from "b"`;',
    "/** import x from 'y' */",
    'const re = /import "a"/;',
  ])("are none in %s", (source) => {
    expect(froms(source)).toEqual([]);
  });

  it("have a place", () => {
    expect(importsOf('\n  import "./a.js";')).toEqual([{ from: "./a.js", line: 2, column: 3 }]);
  });
});

describe("an exercise", () => {
  it("may import the course's types and files of its own folder", () => {
    for (const from of ["tidemark/exercises", "./a.js", "./_help.js", "./a.b.js"]) {
      expect(refusal({ from, line: 1, column: 1 })).toBeNull();
    }
    expect(importedNames('import { a } from "./a.js"; export * from "./_b.js"; import "tidemark/exercises";')).toEqual([
      "a",
      "_b",
    ]);
  });

  it.each([
    "tidemark",
    "node:fs",
    "fs",
    "../04/a.js",
    "./../a.js",
    "/etc/a.js",
    "./a/b.js",
    "file:///a.js",
    "",
    "#a",
    null,
  ])("may not import %j", (from) => {
    expect(refusal({ from, line: 1, column: 1 })).toContain("is refused");
  });
});
