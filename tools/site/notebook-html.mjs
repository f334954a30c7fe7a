import { stripVTControlCharacters } from "node:util";
import MarkdownIt from "markdown-it";
import { escapeHtml, highlighted } from "./highlight.mjs";

/**
 * @typedef {object} Cell
 * @property {"markdown" | "code" | "raw"} cell_type
 * @property {string | string[]} source
 * @property {{ jupyter?: { outputs_hidden?: boolean, source_hidden?: boolean }, tags?: string[] }} [metadata]
 * @property {readonly Output[]} [outputs]
 *
 * @typedef {object} Output
 * @property {string} output_type
 * @property {string | string[]} [text]
 * @property {string} [name]
 * @property {string[]} [traceback]
 * @property {{ readonly [mime: string]: string | string[] | object }} [data]
 *
 * @typedef {{ level: number, text: string, anchor: string }} Heading
 * @typedef {{ name: string, bytes: Buffer }} Picture
 *
 * @typedef {object} NotebookPage
 * @property {string} title
 * @property {string} html
 * @property {readonly Heading[]} headings
 * @property {readonly Picture[]} pictures files that the HTML shows, to be written beside it
 * @property {readonly { anchor: string, heading: string, text: string }[]} sections for the search
 */

/**
 * Turns a notebook with its stored outputs into the body of a page. Nothing is run.
 *
 * @param {{ cells: readonly Cell[] }} notebook
 * @param {(href: string) => string | null} linkOf turns a notebook's link into the site's; null for none
 * @returns {NotebookPage}
 */
export function notebookHtml(notebook, linkOf) {
  const page = new PageWriter(linkOf);
  for (const cell of notebook.cells) {
    if (cell.cell_type === "markdown") page.markdown(joined(cell.source));
    else if (cell.cell_type === "code") page.code(cell);
  }
  return page.done();
}

/** @param {string | string[] | undefined} text */
const joined = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

class PageWriter {
  /** @type {string[]} */
  #html = [];
  /** @type {Heading[]} */
  #headings = [];
  /** @type {Picture[]} */
  #pictures = [];
  /** @type {{ anchor: string, heading: string, text: string }[]} */
  #sections = [];
  #renderer;

  /** @param {(href: string) => string | null} linkOf */
  constructor(linkOf) {
    // A notebook of ours may hold HTML, such as folded answers.
    this.#renderer = new MarkdownIt({
      html: true,
      highlight: (code, name) => (/^(ts|typescript)$/.test(name) ? highlighted(code) : ""),
    });
    const rules = this.#renderer.renderer.rules;
    rules.heading_open = (tokens, at) => {
      const token = tokens[at];
      const text = plainText(tokens[at + 1]?.content ?? "");
      const level = Number(token?.tag.slice(1));
      const anchor = this.#anchorFor(text);
      this.#headings.push({ level, text, anchor });
      this.#sections.push({ anchor, heading: text, text: "" });
      return `<h${level} id="${anchor}">`;
    };
    rules.table_open = () => `<div class="wide"><table>`;
    rules.table_close = () => `</table></div>`;
    rules.link_open = (tokens, at, options, _env, renderer) => {
      const token = tokens[at];
      const href = linkOf(String(token?.attrGet("href") ?? ""));
      if (href === null) return "<a>";
      token?.attrSet("href", href);
      return renderer.renderToken(tokens, at, options);
    };
  }

  /** @param {string} text */
  #anchorFor(text) {
    const base =
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "part";
    const same = this.#headings.filter(({ anchor }) => anchor === base || anchor.startsWith(`${base}--`)).length;
    return same === 0 ? base : `${base}--${same + 1}`;
  }

  /** @param {string} source */
  markdown(source) {
    this.#html.push(this.#renderer.render(source));
    const section = this.#sections.at(-1);
    if (section) section.text += ` ${plainText(source.replace(/^#.*$/gm, ""))}`;
  }

  /** @param {Cell} cell */
  code(cell) {
    const code = joined(cell.source).trimEnd();
    const block = `<pre class="code"><code>${highlighted(code)}</code></pre>`;
    const isHidden = cell.metadata?.jupyter?.source_hidden === true;
    this.#html.push(isHidden ? `<details class="cell"><summary>Code</summary>${block}</details>` : block);
    const outputs = (cell.outputs ?? []).map((output) => this.#output(output)).join("\n");
    if (outputs === "") return;
    const isFolded = cell.metadata?.jupyter?.outputs_hidden === true;
    this.#html.push(
      isFolded
        ? `<details class="cell"><summary>Show the answer</summary><div class="output">${outputs}</div></details>`
        : `<div class="output">${outputs}</div>`,
    );
  }

  /** @param {Output} output */
  #output(output) {
    if (output.output_type === "stream") return `<pre class="printed">${escapeHtml(joined(output.text))}</pre>`;
    if (output.output_type === "error")
      return `<pre class="failed">${escapeHtml(stripVTControlCharacters((output.traceback ?? []).join("\n")))}</pre>`;
    const data = output.data ?? {};
    const text = joined(/** @type {string | string[] | undefined} */ (data["text/plain"]));
    if (data["image/png"] !== undefined) return this.#picture(joined(/** @type {string} */ (data["image/png"])), text);
    // Tables of the kit's own making: they escape what they show.
    if (data["text/html"] !== undefined)
      return `<div class="wide">${joined(/** @type {string} */ (data["text/html"]))}</div>`;
    return `<pre class="printed">${escapeHtml(text)}</pre>`;
  }

  /**
   * @param {string} base64
   * @param {string} alt
   */
  #picture(base64, alt) {
    const bytes = Buffer.from(base64, "base64");
    const name = `picture-${this.#pictures.length + 1}.png`;
    this.#pictures.push({ name, bytes });
    // The size stands at the same place in every PNG; with it the page does not jump while it loads.
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const words = escapeHtml(alt.replace(/\s+/g, " ").trim());
    return `<img src="${name}" alt="${words}" width="${width}" height="${height}" loading="lazy">`;
  }

  /** @returns {NotebookPage} */
  done() {
    const sections = this.#sections.map((section) => ({ ...section, text: section.text.replace(/\s+/g, " ").trim() }));
    return {
      title: this.#headings.find(({ level }) => level === 1)?.text ?? "",
      html: this.#html.join("\n"),
      headings: this.#headings,
      pictures: this.#pictures,
      sections,
    };
  }
}

/** @param {string} markdown */
const plainText = (markdown) =>
  markdown
    .replace(/<[^>]+>/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`|>#]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
