import { describe, expect, it } from "vitest";
import { type Section, search } from "../../site/lesson/search.js";
import { linkFrom } from "../../tools/site/lessons.mjs";
import { notebookHtml } from "../../tools/site/notebook-html.mjs";

type Cell = Parameters<typeof notebookHtml>[0]["cells"][number];

const markdown = (source: string): Cell => ({ cell_type: "markdown", source });
const code = (source: string, rest: Partial<Cell> = {}): Cell => ({ cell_type: "code", source, ...rest });
const html = (...cells: Cell[]): string => notebookHtml({ cells }, (href) => href).html;

/** A PNG of 3 × 2 pixels, as far as its size is told. */
const png = (() => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32BE(3, 16);
  bytes.writeUInt32BE(2, 20);
  return bytes.toString("base64");
})();

describe("a notebook as a page", () => {
  it("keeps the text of cells, and escapes code and what it printed", () => {
    const made = html(
      markdown("# One\n\nA **bold** word."),
      code('const text: string = "<b>";', { outputs: [{ output_type: "stream", name: "stdout", text: "<b>\n" }] }),
    );
    expect(made).toContain("<strong>bold</strong>");
    expect(made).toContain("&quot;&lt;b&gt;&quot;</span>");
    expect(made).toContain('<pre class="printed">&lt;b&gt;\n</pre>');
    expect(made).not.toContain("<b>");
  });

  it("shows a picture with its own words, its size, and a file beside the page", () => {
    const outputs = [{ output_type: "display_data", data: { "image/png": png, "text/plain": 'Three "late"\nones' } }];
    const { html, pictures } = notebookHtml({ cells: [code("show()", { outputs })] }, String);
    expect(html).toContain('<img src="picture-1.png" alt="Three &quot;late&quot; ones" width="3" height="2"');
    expect(pictures.map(({ name }) => name)).toEqual(["picture-1.png"]);
  });

  it("folds an answer that the notebook folds, and code that the notebook hides", () => {
    const outputs = [{ output_type: "stream", text: "42\n" }];
    const folded = html(code("answer()", { outputs, metadata: { jupyter: { outputs_hidden: true } } }));
    expect(folded).toMatch(/<details class="cell"><summary>Show the answer<\/summary>.*42/s);
    expect(html(code("draw()", { outputs, metadata: { jupyter: { source_hidden: true } } }))).toMatch(
      /<summary>Code<\/summary>.*<\/details>\s*<div class="output">/s,
    );
    expect(html(code("answer()", { outputs }))).not.toContain("<details");
  });

  it("shows an error without terminal colors", () => {
    const outputs = [{ output_type: "error", traceback: ["\u001b[31mRangeError\u001b[0m: <no>"] }];
    expect(html(code("x", { outputs }))).toContain('<pre class="failed">RangeError: &lt;no&gt;</pre>');
  });

  it("gives headings that are alike different anchors", () => {
    const { headings } = notebookHtml({ cells: [markdown("## Why?\n\n## Why?\n\n## why")] }, String);
    expect(new Set(headings.map(({ anchor }) => anchor)).size).toBe(3);
  });

  it("turns links between notebooks into links between pages, and leaves others alone", () => {
    expect(linkFrom("05-windows.ipynb#sessions", "../")).toBe("../05-windows/index.html#sessions");
    expect(linkFrom("../notebooks/05-windows.ipynb", "../")).toBe("../05-windows/index.html");
    expect(linkFrom("../exercises/05-windows/README.md", "../")).toBe("../../exercises/index.html#05-windows");
    expect(linkFrom("../src/README.md", "../")).toBeNull();
    expect(linkFrom("https://kafka.apache.org/x.ipynb", "../")).toBe("https://kafka.apache.org/x.ipynb");
  });
});

describe("the search", () => {
  const sections: Section[] = [
    [
      "04-watermarks",
      "04 · Watermarks",
      "idle",
      "A partition that goes quiet",
      "Windows close by the minimum of them.",
    ],
    ["05-windows", "05 · Windows", "05-windows", "05 · Windows", "Four kinds."],
    ["06-late-data", "06 · Late data", "late", "Late", `${"word ".repeat(60)}the minimum once more`],
  ];

  it("finds sections that hold every word, those with it in the heading first", () => {
    expect(search(sections, "windows").map(({ title }) => title)).toEqual([
      "05 · Windows",
      "04 · Watermarks · A partition that goes quiet",
    ]);
    expect(search(sections, "MINIMUM close").map(({ href }) => href)).toEqual(["04-watermarks/index.html#idle"]);
  });

  it("finds nothing for a letter, a blank, or an unknown word", () => {
    for (const query of ["", "  ", "w", "windows zebra"]) expect(search(sections, query)).toEqual([]);
  });

  it("shows the piece of text that holds the word", () => {
    expect(search(sections, "once more")[0]?.excerpt).toMatch(/^… .*minimum once more$/);
  });
});
