import { beforeAll, describe, expect, it } from "vitest";
import { bootstrap } from "../../tools/bootstrap.mjs";
import { type Cell, executeNotebook, type Notebook, type Output } from "../../tools/jupyter/notebook.mjs";

const notebookOf = (sources: string[], tags: string[]): Notebook => ({
  cells: sources.map((source): Cell => ({ cell_type: "code", metadata: { tags }, source })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

const sources = {
  mayBeMissing: 'const first = ["a"].find((letter) => letter === "b");\nfirst.length;',
  ownName: 'import { random } from "tidemark";\nrandom(7).integer(3, 3);',
  ownNameWrongly: 'import { random as draw } from "tidemark";\ndraw("seven");',
  awaitInParentheses: "const two = await (Promise.resolve(2));\ntwo.toFixed(1);",
  awaitOfAFunction: "const three = await (async () => 3)();\nthree.toFixed(1);",
  forAwait: "let four = '';\nfor await (const part of ['4', '.0']) four += part;\nconsole.log(four);",
  shorthand: [
    'const half = await Promise.resolve("½");',
    "const customer = 'ana';",
    "let boat = 'Alma';",
    "let quay = 'north';",
  ].join("\n"),
  shorthandLater: [
    "const inside = ((half: string) => ({ half }))('own');",
    "({ boat, quay = 'south' } = { boat: 'Brig' } as { boat: string; quay?: string });",
    "const { customer: renamed } = { customer };",
    "console.log(JSON.stringify([{ customer, boat }, { quay }, inside, renamed, [1].map((n) => ({ n, half }))]));",
  ].join("\n"),
  awaitAsAWord: 'const word = "await";\nword.length;',
  thrown: [
    "const half = (n: number): number => {",
    "  if (n % 2 === 1) throw new RangeError('odd', { cause: new Error('why') });",
    "  return n / 2;",
    "};",
    "half(3);",
  ].join("\n"),
  thrownInALibrary: 'import { readFileSync } from "node:fs";\nreadFileSync("missing.txt");',
  wrongType: '// a comment\nconst delayMs: number = "5";',
  rejected: 'await Promise.reject(new Error("no broker"));',
  noError: "throw { code: 7 };",
  afterFailures: "console.log('on');",
  display: `const display = Reflect.get(globalThis, Symbol.for("tidemark.display"));
display?.({ "text/plain": "a", "text/html": "<b>a</b>" });`,
  rows: "const rows = [{ at: 1, ferry: 'Alma' }];\nlet at = 7;",
  renamed: [
    "const first = () => { const { at: when, ...others } = rows[0]; return [when, others]; };",
    "const times = rows.map(({ at: when }) => when + at);",
    "let seen = 0;",
    "({ at: seen } = rows[0]);",
    "console.log(JSON.stringify([first(), times, seen]));",
  ].join("\n"),
  // last, since it may end a stock kernel
  meanwhile: [
    'import { mkdirSync, rmSync, writeFileSync } from "node:fs";',
    'const folder = "node_modules/watched-" + process.pid;',
    "mkdirSync(folder);",
    'writeFileSync(folder + "/package.json", "{}");',
    "await new Promise((resolve) => setTimeout(resolve, 1500));",
    "rmSync(folder, { recursive: true });",
    "await new Promise((resolve) => setTimeout(resolve, 1500));",
  ].join("\n"),
  afterwards: "console.log(customer);",
};

type Name = keyof typeof sources;

/** Each cell's outputs under the mended and under the stock tslab: two processes for all of them. */
const outputs: Record<"mended" | "stock", Record<string, Output[]>> = { mended: {}, stock: {} };

beforeAll(async () => {
  await bootstrap({ jupyter: true });
  for (const stock of [false, true]) {
    const { notebook } = await executeNotebook(notebookOf(Object.values(sources), ["raises-exception"]), { stock });
    for (const [index, name] of Object.keys(sources).entries()) {
      outputs[stock ? "stock" : "mended"][name] = notebook.cells[index]?.outputs ?? [];
    }
  }
}, 300_000);

const text = (kind: "mended" | "stock", name: Name): string =>
  (outputs[kind][name] ?? []).map((output) => output.text ?? "").join("");
const error = (name: Name): Output | undefined =>
  outputs.mended[name]?.find((output) => output.output_type === "error");

describe("strict types", () => {
  it("refuse a value that may be undefined", () => {
    expect(error("mayBeMissing")?.evalue).toBe("'first' is possibly 'undefined'.");
  });

  it("are not stock tslab's, which lets the value through to the run", () => {
    expect(text("stock", "mayBeMissing")).toContain("Cannot read properties of undefined");
  });
});

describe("this package by its own name", () => {
  it("is found through its exports", () => {
    expect(text("mended", "ownName")).toBe("3\n");
  });

  it("has its types", () => {
    expect(error("ownNameWrongly")?.evalue).toContain("not assignable to parameter of type 'number'");
  });

  it("is unknown to stock tslab", () => {
    expect(text("stock", "ownName")).toContain("Cannot find module 'tidemark'");
  });
});

describe("top-level await", () => {
  it.each([
    ["await in parentheses", "awaitInParentheses", "2.0\n"],
    ["await of a function called in place", "awaitOfAFunction", "3.0\n"],
    ["for await", "forAwait", "4.0\n"],
  ] as const)("%s works, unlike in stock tslab", (_, name, printed) => {
    expect(text("mended", name)).toBe(printed);
    expect(text("stock", name)).not.toBe(printed);
  });

  it("leaves a cell that only mentions await as it was", () => {
    expect(text("mended", "awaitAsAWord")).toBe("5\n");
  });
});

describe("a variable of an earlier cell in a shorthand", () => {
  it("is found, be it read or written, unlike in stock tslab", () => {
    expect(text("mended", "shorthandLater")).toBe(
      '[{"customer":"ana","boat":"Brig"},{"quay":"south"},{"half":"own"},"ana",[{"n":1,"half":"½"}]]\n',
    );
    expect(text("stock", "shorthandLater")).toContain("is not defined");
  });
});

describe("a field of an earlier cell's object", () => {
  it("can be given another name in a pattern, unlike in stock tslab", () => {
    expect(text("mended", "renamed")).toBe('[[1,{"ferry":"Alma"}],[8],1]\n');
    expect(text("stock", "renamed")).not.toBe(text("mended", "renamed"));
  });
});

describe("a package that comes and goes while a kernel runs", () => {
  it("leaves the kernel as it was", () => {
    expect(text("mended", "afterwards")).toBe("ana\n");
  });
});

describe("errors", () => {
  it("are an error output with the message and the reader's own lines", () => {
    expect(outputs.mended.thrown).toEqual([
      {
        output_type: "error",
        ename: "RangeError",
        evalue: "odd",
        traceback: [
          "RangeError: odd",
          "    at half, cell [10]: throw new RangeError('odd', { cause: new Error('why') });",
          "    at cell [10]: half(3);",
          "caused by Error: why",
        ],
      },
    ]);
  });

  it("name no path when they come from deep inside a library", () => {
    expect(error("thrownInALibrary")?.traceback).toEqual([
      "Error: ENOENT: no such file or directory, open 'missing.txt'",
      '    at cell [11]: readFileSync("missing.txt");',
    ]);
  });

  it("of the type checker point at the place", () => {
    expect(error("wrongType")?.traceback).toEqual([
      "line 2:7 Type 'string' is not assignable to type 'number'.",
      '    const delayMs: number = "5";',
      "          ^",
    ]);
  });

  it("of a rejected promise are errors too", () => {
    expect(error("rejected")).toMatchObject({ ename: "Error", evalue: "no broker" });
  });

  it("of thrown values that are no errors say what was thrown", () => {
    expect(error("noError")).toMatchObject({ ename: "Thrown", evalue: "{ code: 7 }" });
  });

  it("let the next cell run when the failing one is tagged raises-exception", () => {
    expect(text("mended", "afterFailures")).toBe("on\n");
  });

  it("are mere text on stderr, with paths of the machine, in stock tslab", () => {
    expect(outputs.stock.thrown?.[0]).toMatchObject({ output_type: "stream", name: "stderr" });
    expect(text("stock", "thrown")).toContain("node_modules");
  });
});

describe("one bundle of several MIME types", () => {
  it("is one output", () => {
    expect(outputs.mended.display).toEqual([
      { output_type: "display_data", data: { "text/plain": "a", "text/html": "<b>a</b>" }, metadata: {} },
    ]);
  });

  it("is not to be had in stock tslab", () => {
    expect(outputs.stock.display).toEqual([]);
  });
});

describe("executeNotebook", { timeout: 180_000 }, () => {
  it("stops at a cell that fails without being tagged raises-exception", async () => {
    const cells = notebookOf(["throw new Error('by accident');", "console.log('on');"], []);
    const { notebook, failure } = await executeNotebook(cells);
    expect(failure).toMatchObject({ index: 0, message: expect.stringContaining("by accident") });
    expect(notebook.cells[1]?.outputs).toEqual([]);
  });

  it("misses the error of a cell that is tagged raises-exception", async () => {
    const { failure } = await executeNotebook(notebookOf(["const fine = 1;"], ["raises-exception"]));
    expect(failure).toEqual({ index: 0, message: "it is tagged raises-exception, but did not fail" });
  });

  it("names the cell that ends the process", async () => {
    const { failure } = await executeNotebook(notebookOf(["const fine = 1;", "process.exit(7);"], []));
    expect(failure).toMatchObject({ index: 1, message: expect.stringContaining("exit code 7") });
  });

  it("names the cell that never ends", async () => {
    const { failure } = await executeNotebook(notebookOf(["while (true) {}"], []), { cellTimeoutMs: 1_000 });
    expect(failure).toEqual({ index: 0, message: "it did not end within 1 s" });
  });
});
