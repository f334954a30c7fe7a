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

  it.each(["README.md", "CONTRIBUTING.md", "src/README.md", "notebooks/README.md", "docs/teaching.md"])(
    "has no dead links in %s",
    (page) => {
      const folder = page.replace(/[^/]*$/, "");
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
      expect(links.filter((link) => !existsSync(new URL(`../../${folder}${link}`, import.meta.url)))).toEqual([]);
    },
  );
});
