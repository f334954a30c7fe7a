import { escapeHtml } from "./highlight.mjs";
import { pagesBar } from "./pages-bar.mjs";

/**
 * A whole page around a body.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {string} parts.current name of the page's own link in the bar
 * @param {string} parts.up the way to the site's folder: "" or "../" or "../../"
 * @param {readonly string[]} parts.styles files of the site
 * @param {readonly string[]} parts.scripts files of the site, in the order in which they run
 * @param {{ readonly [name: string]: string }} [parts.meta] more that scripts want to know
 * @param {string} parts.body
 */
export const htmlPage = ({ title, current, up, styles, scripts, meta = {}, body }) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escapeHtml(title)} · Tidemark</title>
    ${Object.entries(meta)
      .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`)
      .join("\n    ")}
    <link rel="icon" href="data:,">
    ${["base.css", ...styles].map((file) => `<link rel="stylesheet" href="${up}${file}">`).join("\n    ")}
    ${scripts.map((file) => `<script defer src="${up}${file}"></script>`).join("\n    ")}
  </head>
  <body>
    ${pagesBar(current, up)}
    ${body}
  </body>
</html>
`;
