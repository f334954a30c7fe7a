/**
 * Every fenced `ts` block in the doc comments of src, and in the pages of src and docs, is type-checked and run, so that
 * documentation cannot rot. Each is written to .tidemark/doc-examples with its code on the very lines that it has in its
 * source, so compilers and stack traces say the right line by themselves.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { extractExamples } from "./extract-examples.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, ".tidemark", "doc-examples");

/** Where an example stands, and the file that holds it alone. */
interface Written {
  readonly where: string;
  readonly file: string;
  readonly code: string;
}

function writeExamples(): Written[] {
  rmSync(folder, { recursive: true, force: true });
  const sources = ["docs", "src"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (name) => `${folder}/${name.split(sep).join("/")}`,
      ),
    )
    // the API reference repeats the examples of src
    .filter((name) => /\.(ts|md)$/.test(name) && !name.startsWith("docs/api/"))
    .sort();
  const written = sources.flatMap((source) =>
    extractExamples(source, readFileSync(join(root, source), "utf8")).map(({ line, code }) => {
      const file = join(folder, `${source}.L${line}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${"\n".repeat(line - 1)}${code}\nexport {};\n`);
      return { where: `${source}:${line}`, file, code };
    }),
  );
  const options = { noUnusedLocals: false, noUnusedParameters: false, noEmit: true, rootDir: root };
  const config = { extends: join(root, "tsconfig.json"), compilerOptions: options, include: ["**/*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return written;
}

/** Compiler messages with the place in src instead of the copy's: `src/core/time.ts:25`. */
const inSource = (output: string): string =>
  output
    .split("\\")
    .join("/")
    .replace(/[^\s(]*\.tidemark\/doc-examples\/(\S+?)\.L\d+\.ts\((\d+),\d+\)/g, "$1:$2");

describe("finding examples", () => {
  const doc = [
    "/**",
    " * Adds.",
    " * ```ts",
    " * add(1, 2);",
    " *   deep();",
    " * ```",
    " */",
    "const text = `",
    "```ts",
  ];

  it("takes fenced blocks of doc comments, with the line of their code, and leaves other text alone", () => {
    expect(extractExamples("a.ts", doc.join("\n"))).toEqual([{ line: 4, code: "add(1, 2);\n  deep();" }]);
  });

  it("takes them from anywhere in Markdown", () => {
    expect(extractExamples("a.md", "# A\n```ts\nadd();\n```\n```sh\nls\n```")).toEqual([{ line: 3, code: "add();" }]);
  });

  it("refuses a fence that is never closed, since its example would be lost", () => {
    expect(() => extractExamples("a.ts", "/**\n * ```ts\n * add();\n */")).toThrow("a.ts:3: the fence");
  });
});

const examples = writeExamples();

describe("the examples in doc comments", () => {
  it("are there", () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  it("compile", () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const run = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { cwd: root, encoding: "utf8" });
    expect(inSource(run.stdout + run.stderr)).toBe("");
  });

  it.each(examples)("$where runs", async ({ where, file }) => {
    await import(/* @vite-ignore */ pathToFileURL(file).href).catch((error: unknown) => {
      throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
  });

  it("of the core say what comes out, by an assertion", () => {
    const silent = examples.filter(({ where, code }) => where.startsWith("src/core/") && !/\bassert\b/.test(code));
    expect(silent.map(({ where }) => where)).toEqual([]);
  });
});
