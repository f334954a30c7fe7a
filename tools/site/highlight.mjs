import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/javascript";

const typescript = parser.configure({ dialect: "ts" });

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/**
 * TypeScript as HTML with a class for each kind of word: `tok-keyword`, `tok-string`, …
 *
 * @param {string} code
 */
export function highlighted(code) {
  let html = "";
  highlightCode(
    code,
    typescript.parse(code),
    classHighlighter,
    (text, classes) => {
      html += classes === "" ? escapeHtml(text) : `<span class="${classes}">${escapeHtml(text)}</span>`;
    },
    () => {
      html += "\n";
    },
  );
  return html;
}
