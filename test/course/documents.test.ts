/** The pages of docs: what they name exists, what they list is complete, and comments name no page that is not there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { anomalies } from "../../src/grading/judge/anomalies.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");
const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.split("\\").join("/")}`)
    .filter((name) => ending.test(name) && !name.includes("node_modules") && !/\/\./.test(name))
    .sort();

const pages = filesIn("docs", /\.md$/).filter((page) => !page.startsWith("docs/api/"));

/** Paths in backquotes, and targets of links, that a page names and that do not exist. */
function missingIn(page: string, text: string): string[] {
  const paths = [...text.matchAll(/`((?:src|test|tools|docs|bench)\/[^`\s*]+)`/g)].map(([, path]) => path!);
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => posix.join(dirname(page), to!));
  return [...paths, ...links].filter((path) => !existsSync(join(root, path)));
}

/** Pages that the comments of a source name and that exist neither from the root nor beside the source nor in docs. */
function unknownPages(file: string, text: string): string[] {
  const comments = text.match(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm) ?? [];
  return comments
    .flatMap((comment) => [...comment.matchAll(/(?<![\w/.])(?!\w+:\/\/)[\w/-]+\.md\b/g)].map(([name]) => name))
    .filter((name) => ![".", dirname(file), "docs"].some((folder) => existsSync(join(root, folder, name))));
}

describe("the pages of docs", () => {
  it.each(pages)("%s names only files, folders and pages that exist", (page) => {
    expect(missingIn(page, textOf(page))).toEqual([]);
  });

  it("and a name that does not exist would be found", () => {
    expect(missingIn("docs/a.md", "`src/core/there-is-none.ts`, [b](b.md), [c](semantics.md#late)")).toEqual([
      "src/core/there-is-none.ts",
      "docs/b.md",
    ]);
  });

  it("are the only ones that a comment names", () => {
    const sources = ["src", "test", "tools", "bench"].flatMap((folder) => filesIn(folder, /\.(ts|mjs|cjs)$/));
    expect(sources.length).toBeGreaterThan(500);
    const unknown = sources.flatMap((file) => unknownPages(file, textOf(file)).map((name) => `${file}: ${name}`));
    expect(unknown).toEqual([]);
  });

  it("and a comment that names another would be found", () => {
    expect(unknownPages("src/core/a.ts", `/** The rule is in ${"RULES"}.md. */\nconst a = 'b.md';`)).toEqual([
      `${"RULES"}.md`,
    ]);
  });
});

describe("docs/semantics.md", () => {
  const page = textOf("docs/semantics.md");

  it("names for each rule of a table the file that implements it and the test that holds it", () => {
    const tables = page.split("\n\n").filter((block) => /^\|.*\| file \| held by \|/.test(block));
    expect(tables.length).toBeGreaterThanOrEqual(3);
    for (const row of tables.flatMap((table) => table.trim().split("\n").slice(2))) {
      expect(row).toMatch(/\| `src\/\S+` \| `test\/\S+`.*\|$/);
    }
  });

  it("names for each section what implements it or what holds it", () => {
    for (const section of page.split(/^## /m).slice(1)) expect(section, section.slice(0, 40)).toMatch(/`(src|test)\//);
  });

  it("lists every reason for which an event is late or a record is dead", () => {
    const sources = ["src/core", "src/worker"].flatMap((folder) => filesIn(folder, /\.ts$/)).map(textOf);
    const reasons = sources.flatMap((text) => [
      ...[...text.matchAll(/\b(?:dead|late)\(\s*"([a-z-]+)"/g)].map(([, reason]) => reason!),
      ...[...text.matchAll(/\breason: "([a-z-]+)"/g)].map(([, reason]) => reason!),
    ]);
    expect(reasons.length).toBeGreaterThan(15);
    expect([...new Set(reasons)].filter((reason) => !page.includes(`\`${reason}\``))).toEqual([]);
  });
});

describe("docs/anomalies.md", () => {
  it("lists every anomaly with its meaning", () => {
    const listed = [...textOf("docs/anomalies.md").matchAll(/^\| `([a-z-]+)` \| (.*?)\. \|/gm)];
    const meanings = Object.fromEntries(listed.map(([, name, meaning]) => [name, meaning!.toLowerCase()]));
    expect(meanings).toEqual(
      Object.fromEntries(Object.entries(anomalies).map(([name, is]) => [name, is.toLowerCase()])),
    );
  });
});
