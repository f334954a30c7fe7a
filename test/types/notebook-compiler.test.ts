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

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".tidemark", "notebook-types");
const declarations = join(folder, "declarations");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const notebookCompiler = join(root, "tools", "jupyter", "node_modules", "@tslab", "typescript-for-tslab", "bin", "tsc");
const minutes = 60_000;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const run = (tsc: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, ...args, "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  return stdout + stderr;
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

const misspelt = `
import { min, minutes, pipeline, seconds, tumbling } from "tidemark";
import { z } from "zod";
const Reading = z.object({ sensorId: z.string(), at: z.number(), celsius: z.number() });
const readings = pipeline("p").from("t", Reading).eventTime("at", { outOfOrderness: seconds(5) });
readings.keyBy("sensorID");
readings.keyBy("sensorId").window(tumbling(minutes(1))).aggregate({ low: min("sensorId") });
`;

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const broken = run(compiler, "-p", "tsconfig.build.json", "--emitDeclarationOnly", "--outDir", declarations);
  if (broken !== "") throw new Error(`the declarations cannot be built:\n${broken}`);
}, 2 * minutes);

describe("the declarations, under the notebooks' TypeScript", () => {
  it(
    "compile strictly, infer the same rows, refuse the same mistakes, and name the fields that fit",
    (ctx) => {
      if (!existsSync(notebookCompiler)) {
        const how = "the notebooks' TypeScript 5.0 is not installed. Try: npm ci --prefix tools/jupyter";
        console.warn(`test/types/notebook-compiler.test.ts: ${how}`);
        return ctx.skip(how);
      }
      // Every entry of the package, so that no declaration that a cell can reach goes unread.
      const entries = Object.values<{ types?: string }>(manifest.exports).flatMap(({ types }) => types ?? []);
      const files = [
        "../../test/types/rows.ts",
        "../../test/types/refusals.ts",
        "zod-needs.d.ts",
        "misspelt.ts",
        ...entries.map((types) => types.replace("./dist", "declarations")),
      ];
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));
      writeFileSync(join(folder, "misspelt.ts"), misspelt);
      // zod's own declarations use NoInfer, which 5.0 lacks; ours must not, see below.
      writeFileSync(join(folder, "zod-needs.d.ts"), "type NoInfer<T> = [T][T extends unknown ? 0 : never];\n");
      const errors = run(notebookCompiler, "-p", folder)
        .trim()
        .split(/\n(?! )/);
      expect(errors).toEqual([
        expect.stringMatching(/misspelt\.ts\(6,.*'"sensorID"' is not assignable to parameter of type .*"celsius"/),
        expect.stringMatching(
          /misspelt\.ts\(7,.*"sensorId"(.|\n)*'"sensorId"' is not assignable to type '"at" \| "celsius"'/,
        ),
      ]);
    },
    5 * minutes,
  );

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
