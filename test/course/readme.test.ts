import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly { readonly data?: Readonly<Record<string, string>> }[] }[];
}

describe("README", () => {
  it("shows the picture that lesson 04 draws", () => {
    const notebook = JSON.parse(read("notebooks/04-watermarks.ipynb")) as Notebook;
    const pictures = notebook.cells.flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data }) => data?.["image/png"] ?? []),
    );
    const shown = readFileSync(new URL("../../docs/watermarks.png", import.meta.url)).toString("base64");
    expect(pictures).toContain(shown);
  });

  it("has two commands, what they do first, and grading as the third line", () => {
    const commands = [...read("README.md").matchAll(/^npm (.*?) {2,}#/gm)].map(([, command]) => command);
    expect(commands.slice(0, 3)).toEqual(["start", "test", "test exercises"]);
  });

  it("compares with others in a table that has a word in every cell", () => {
    const rows =
      read("README.md")
        .match(/^\| .* \|$/gm)
        ?.filter((row) => row.split("|").length === 8) ?? [];
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows.slice(1))
      expect(
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ).not.toContain("");
  });

  it.each([
    "README.md",
    "CONTRIBUTING.md",
    "src/README.md",
    "notebooks/README.md",
    "docs/teaching.md",
    "docs/semantics.md",
    "examples/orders/README.md",
  ])("has no dead links in %s", (page) => {
    const folder = page.replace(/[^/]*$/, "");
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(new URL(`../../${folder}${link}`, import.meta.url)))).toEqual([]);
  });
});
