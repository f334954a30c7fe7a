import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bootstrap, root } from "../../tools/bootstrap.mjs";
import { compareNotebooks } from "../../tools/jupyter/compare.mjs";
import { executeNotebook, formatNotebook } from "../../tools/jupyter/notebook.mjs";

const notebooksIn = (folder: string): string[] =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => `${folder}/${name}`);

const lessons = notebooksIn("notebooks");
const fixtures = notebooksIn("test/notebooks/fixtures");
const elsewhere = { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };

/** Executes a committed notebook; answers with what is wrong, in words, or null. */
async function check(file: string, env: NodeJS.ProcessEnv = {}): Promise<string | null> {
  const committed = readFileSync(join(root, file), "utf8");
  const { notebook, failure } = await executeNotebook(JSON.parse(committed), { env });
  if (failure) return `${file}, cell ${failure.index + 1}: ${failure.message}`;
  const executed = formatNotebook(notebook);
  if (executed === committed) return null;
  const difference =
    compareNotebooks(JSON.parse(committed), JSON.parse(executed)) ?? "only the layout of the file differs";
  return `${file}: ${difference}\nIf the new output is right: npm run notebooks -- --write ${file}`;
}

beforeAll(() => bootstrap({ jupyter: true }), 300_000);

describe("a notebook", { timeout: 300_000 }, () => {
  const all = [...lessons, ...fixtures];
  // Every third one far away: its committed bytes are those of home, so equal to them is equal to home.
  const isAbroad = (file: string): boolean => all.indexOf(file) % 3 === 0;

  it.concurrent.each(all.filter((file) => !isAbroad(file)))(
    "%s gives the outputs that are committed, byte for byte",
    async (file) => {
      expect(await check(file)).toBeNull();
    },
  );

  it.concurrent.each(all.filter(isAbroad))(
    "%s gives the same bytes in another time zone and language",
    async (file) => {
      expect(await check(file, elsewhere)).toBeNull();
    },
  );
});

describe("compareNotebooks", () => {
  const notebook = (text: string) => ({
    cells: [
      { cell_type: "markdown", metadata: {}, source: "a" },
      {
        cell_type: "code",
        metadata: {},
        source: "b",
        outputs: [{ output_type: "stream", name: "stdout", text: [text] }],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

  it("finds no difference between equal notebooks", () => {
    expect(compareNotebooks(notebook("1\n"), notebook("1\n"))).toBeNull();
  });

  it("names the cell and shows its lines, committed and executed", () => {
    const difference = compareNotebooks(notebook("1\n"), notebook("2\n"));
    expect(difference).toContain("cell 2 differs");
    expect(difference).toMatch(/- +"1\\n"\n +\+ +"2\\n"/);
  });
});
