/**
 * Notebook cells are checked by the TypeScript 5.0 that tslab embeds, against our built declarations. A name in them that
 * 5.0 lacks would turn into `any` there, and wrong code would compile in silence. So the declarations are built, and the
 * type tests beside this file are compiled against them by that compiler, strictly, with skipLibCheck off.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { optimizeLate } from "../../tools/v8-flags.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".tidemark", "notebook-types");
const declarations = join(folder, "declarations");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const notebookCompiler = join(root, "tools/jupyter/node_modules/@tslab/typescript-for-tslab/lib/typescript.js");
const minutes = 60_000;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const node = (...args: string[]): string => {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  return stdout === "" ? stderr : stdout;
};

/** The options that tools/jupyter gives tslab, but for skipLibCheck. */
const options = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2023"],
  types: ["node"],
  noEmit: true,
  skipLibCheck: false,
  baseUrl: ".",
  paths: { tidemark: ["declarations/index.d.ts"] },
};

/** Two mistakes, and two places (¦) where one would ask the editor for fields. */
const cell = `
import { count, min, minutes, pipeline, seconds, tumbling } from "tidemark";
import { z } from "zod";
const Reading = z.object({ sensorId: z.string(), at: z.number(), celsius: z.number() });
const readings = pipeline("p").from("t", Reading).eventTime("at", { outOfOrderness: seconds(5) });
readings.keyBy("¦sensorID");
readings.keyBy("sensorId").window(tumbling(minutes(1))).aggregate({ readings: count(), low: min("¦sensorId") });
`;
const offsets = cell
  .split("¦")
  .slice(0, -1)
  .map((_, index, parts) => parts.slice(0, index + 1).join("").length);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const broken = node(compiler, "-p", "tsconfig.build.json", "--emitDeclarationOnly", "--outDir", declarations);
  if (broken !== "") throw new Error(`the declarations cannot be built:\n${broken}`);
}, 2 * minutes);

describe("the declarations, under the notebooks' TypeScript", () => {
  let said: { readonly errors: string; readonly offered: readonly (readonly string[])[] } | null = null;
  const missing = "the notebooks' TypeScript 5.0 is not installed. Try: npm ci --prefix tools/jupyter";

  beforeAll(() => {
    if (!existsSync(notebookCompiler)) {
      console.warn(`test/types/notebook-compiler.test.ts: ${missing}`);
      return;
    }
    // Every entry of the package, so that no declaration that a cell can reach goes unread.
    const entries = Object.values<{ types?: string }>(manifest.exports).flatMap(({ types }) => types ?? []);
    const files = [
      "../../test/types/rows.ts",
      "../../test/types/refusals.ts",
      "zod-needs.d.ts",
      "cell.ts",
      ...entries.map((types) => types.replace("./dist", "declarations")),
    ];
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));
    writeFileSync(join(folder, "cell.ts"), cell.replaceAll("¦", ""));
    // zod's own declarations use NoInfer, which 5.0 lacks; ours must not, see below.
    writeFileSync(join(folder, "zod-needs.d.ts"), "type NoInfer<T> = [T][T extends unknown ? 0 : never];\n");
    const service = join(root, "test", "types", "language-service.cjs");
    said = JSON.parse(
      node(
        ...optimizeLate,
        service,
        notebookCompiler,
        join(folder, "tsconfig.json"),
        join(folder, "cell.ts"),
        ...offsets.map(String),
      ),
    );
  }, 5 * minutes);

  it("compile strictly, infer the same rows, refuse the same mistakes, and name the fields that fit", (ctx) => {
    if (said === null) return ctx.skip(missing);
    expect(said.errors.trim().split(/\n(?! )/)).toEqual([
      expect.stringMatching(/cell\.ts\(6,.*'"sensorID"' is not assignable to parameter of type .*"celsius"/),
      expect.stringMatching(
        /cell\.ts\(7,.*"sensorId"(.|\n)*'"sensorId"' is not assignable to type '"at" \| "celsius"'/,
      ),
    ]);
  });

  it("offer the fields inside keyBy and inside an aggregate", (ctx) => {
    if (said === null) return ctx.skip(missing);
    for (const offered of said.offered) expect(offered).toEqual(expect.arrayContaining(["at", "celsius", "sensorId"]));
    expect(said.offered).toHaveLength(2);
  });

  it("hold no name that only later versions know", () => {
    const named = readdirSync(declarations, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".d.ts"))
      .sort()
      .flatMap((name) => {
        const found = readFileSync(join(declarations, name), "utf8").match(
          /\bNoInfer<|\b(Map|Set|Array|String|RegExpString)Iterator<|\bIteratorObject<|\bUint8Array<|\bBuffer</,
        );
        return found === null ? [] : [`${name}: ${found[0]}`];
      });
    expect(named).toEqual([]);
  });
});
