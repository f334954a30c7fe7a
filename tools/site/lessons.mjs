import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "./highlight.mjs";
import { notebookHtml } from "./notebook-html.mjs";
import { htmlPage } from "./page.mjs";

/** The tide with the settings that a lesson speaks of. */
const tideOf = new Map([
  ["04-watermarks", ["", "Turn it: the same question on the tide"]],
  ["05-windows", ["#window=hopping&size=12&wait=8", "Turn it: the four kinds of windows on the tide"]],
  ["06-late-data", ["#wait=2&lateness=10", "Turn it: a short wait and some lateness on the tide"]],
]);

/**
 * Writes a page for each notebook, the list of lessons, and what the search looks through.
 *
 * @param {string} root the clone
 * @param {string} folder the site's own
 */
export function writeLessons(root, folder) {
  const slugs = readdirSync(join(root, "notebooks"))
    .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
    .sort()
    .map((name) => name.replace(/\.ipynb$/, ""));
  const lessons = slugs.map((slug) => {
    const notebook = JSON.parse(readFileSync(join(root, "notebooks", `${slug}.ipynb`), "utf8"));
    return { slug, ...notebookHtml(notebook, (href) => linkFrom(href, "../")) };
  });
  for (const [i, lesson] of lessons.entries()) {
    const place = join(folder, "lessons", lesson.slug);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "index.html"), lessonPage(lesson, lessons[i - 1], lessons[i + 1]));
    for (const { name, bytes } of lesson.pictures) writeFileSync(join(place, name), bytes);
  }
  writeFileSync(join(folder, "lessons", "index.html"), listPage(root));
  const sections = lessons.flatMap(({ slug, title, sections }) =>
    sections.map(({ anchor, heading, text }) => [slug, title, anchor, heading, text]),
  );
  // A script and no JSON: a page that was opened from a file may not fetch.
  writeFileSync(
    join(folder, "lessons", "search-data.js"),
    `globalThis.tidemarkSections=${JSON.stringify(sections)};\n`,
  );
}

/** @typedef {import("./notebook-html.mjs").NotebookPage & { slug: string }} Lesson */

/**
 * A notebook's link as the site's own; one that leads out of the course stays. A file that the site does not hold has no link.
 *
 * @param {string} href
 * @param {string} toLessons the way to the folder of all lessons
 * @returns {string | null}
 */
export function linkFrom(href, toLessons) {
  const lesson = /^(?:\.\/|\.\.\/notebooks\/)?(\d\d-[a-z-]+)\.ipynb(#.*)?$/.exec(href);
  if (lesson) return `${toLessons}${lesson[1]}/index.html${lesson[2] ?? ""}`;
  const exercises = /^\.\.\/exercises\/(\d\d-[a-z-]+)\//.exec(href);
  if (exercises) return `${toLessons}../exercises/index.html#${exercises[1]}`;
  return /^(https?:|mailto:|#)/.test(href) ? href : null;
}

/**
 * @param {Lesson} lesson
 * @param {Lesson | undefined} before
 * @param {Lesson | undefined} after
 */
function lessonPage(lesson, before, after) {
  const contents = lesson.headings
    .filter(({ level }) => level === 2)
    .map(({ text, anchor }) => `<li><a href="#${anchor}">${escapeHtml(text)}</a></li>`);
  const [hash, words] = tideOf.get(lesson.slug) ?? [];
  const tide =
    words === undefined ? "" : `<p class="turn"><a href="../../index.html${escapeHtml(hash ?? "")}">${words}</a></p>`;
  return page({
    title: lesson.title,
    up: "../../",
    body: `<div class="lesson">
      <nav class="contents" aria-label="In this lesson"><ul>${contents.join("")}</ul></nav>
      <main id="main">${lesson.html}
      ${tide}
      <nav class="neighbors" aria-label="Other lessons">${neighbor(before, "prev")}${neighbor(after, "next")}</nav>
      </main>
    </div>`,
  });
}

/**
 * @param {Lesson | undefined} lesson
 * @param {"prev" | "next"} rel
 */
function neighbor(lesson, rel) {
  if (lesson === undefined) return "<span></span>";
  const words = rel === "prev" ? `← ${lesson.title}` : `${lesson.title} →`;
  return `<a rel="${rel}" href="../${lesson.slug}/index.html">${escapeHtml(words)}</a>`;
}

/** @param {string} root */
function listPage(root) {
  const syllabus = readFileSync(join(root, "notebooks", "README.md"), "utf8");
  const cells = [{ cell_type: /** @type {const} */ ("markdown"), source: syllabus }];
  const { html } = notebookHtml({ cells }, (href) => linkFrom(href, ""));
  return page({
    title: "Lessons",
    up: "../",
    body: `<search class="search"><label for="search">Search all lessons</label>
      <input type="search" id="search" autocomplete="off" aria-controls="found"><ol id="found" aria-live="polite"></ol></search>
      <main id="main">${html}</main>`,
  });
}

/** @param {{ title: string, up: string, body: string }} parts */
const page = (parts) =>
  htmlPage({ ...parts, current: "Lessons", styles: ["lessons/lesson.css"], scripts: ["lessons/lesson.js"] });
