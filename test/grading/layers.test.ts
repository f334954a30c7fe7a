/** Grading is built in layers, and the ones that judge run in a browser too. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readImports } from "../core/read-imports.js";

const src = fileURLToPath(new URL("../../src", import.meta.url));

/** From the innermost one outwards. The commands, in the room's own folder, know them all. */
const layers = ["sandbox", "host", "judge", "kit", "grade", "report", "class", "update"];

const files = readdirSync(join(src, "grading"), { recursive: true, encoding: "utf8" })
  .map((name) => `grading/${name.split(sep).join("/")}`)
  .filter((name) => name.endsWith(".ts"))
  .sort();

const sourceOf = (file: string): string => readFileSync(join(src, file), "utf8");
const targetOf = (file: string, from: string): string => posix.join(posix.dirname(file), from).replace(/\.js$/, ".ts");

/** The layer's place, counted from the innermost; for a file of the room's own folder, outside of all. */
const placeOf = (file: string): number => {
  const [, folder = ""] = file.split("/");
  return folder.endsWith(".ts") ? layers.length : layers.indexOf(folder);
};

/** Imports of a grading file that lead to a layer further out. */
function outward(file: string, source: string): string[] {
  return readImports(source)
    .filter(({ from }) => from.startsWith("."))
    .map(({ from, line }) => ({ line, target: targetOf(file, from) }))
    .filter(({ target }) => target.startsWith("grading/") && placeOf(target) > placeOf(file))
    .map(({ line, target }) => `${file}:${line}: ${target} is further out`);
}

/** Node's modules that a file loads, directly or through what it imports. */
function nodeModules(entries: readonly string[]): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { from, line, atLoad } of readImports(sourceOf(file))) {
      if (from.startsWith("node:")) found.push(`${file}:${line}: ${from}`);
      else if (from.startsWith(".") && atLoad) visit(targetOf(file, from));
    }
  };
  entries.forEach(visit);
  return found;
}

describe("the layers of grading", () => {
  it("are the folders of the room", () => {
    const folders = new Set(files.map((file) => file.split("/")[1] ?? "").filter((name) => !name.endsWith(".ts")));
    expect([...folders].sort()).toEqual([...layers].sort());
  });

  it("import inwards only", () => {
    expect(files.flatMap((file) => outward(file, sourceOf(file)))).toEqual([]);
  });

  it("know no Node where a browser runs them: the sandbox, the judge, the host for trusted code", () => {
    const pure = files.filter((file) => /^grading\/(sandbox|judge)\//.test(file));
    expect(pure.length).toBeGreaterThan(12);
    expect(nodeModules([...pure, "grading/host/trusted-host.ts", "grading/author.ts"])).toEqual([]);
  });
});

describe("each rule refuses a wrong file", () => {
  it("an import that leads outwards", () => {
    const wrong = 'import { kitFolder } from "../kit/kit-folder.js";\n';
    expect(outward("grading/judge/a.ts", wrong)).toEqual([
      "grading/judge/a.ts:1: grading/kit/kit-folder.ts is further out",
    ]);
    expect(outward("grading/grade/a.ts", wrong)).toEqual([]);
  });

  it("a file that reaches Node through another one", () => {
    expect(nodeModules(["grading/host/child-host.ts"]).join()).toContain("node:child_process");
  });
});
