import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundled } from "./bundle.mjs";
import { escapeHtml } from "./highlight.mjs";
import { notebookHtml } from "./notebook-html.mjs";
import { htmlPage } from "./page.mjs";

/** @typedef {import("../../src/grading/kit/exercise-files.js").ExerciseFiles} ExerciseFiles */

/** What the first script holds for those that come after it. */
const shared = { tidemark: "tidemarkKit.tidemark", "tidemark/grading": "tidemarkKit.grading", zod: "tidemarkKit.zod" };

/**
 * Writes a page for each exercise, the list of them, and their scripts: one that all share, one for the graders of each
 * lesson, and one for the page itself.
 *
 * @param {string} root the clone, built
 * @param {string} folder the site's own
 */
export async function writeExercises(root, folder) {
  const target = join(folder, "exercises");
  mkdirSync(target, { recursive: true });
  cpSync(join(root, "site", "exercise", "exercise.css"), join(target, "exercise.css"));
  const worker = await bundled(root, { entry: "site/exercise/worker.ts", name: "tidemarkWorker" });
  const scripts = {
    "kit.js": await bundled(root, {
      entry: "site/exercise/kit.ts",
      name: "tidemarkKit",
      texts: { "virtual:worker": worker },
    }),
    "exercise.js": await bundled(root, { entry: "site/exercise/page.ts", name: "tidemarkPage" }),
    "list.js": await bundled(root, { entry: "site/exercise/list.ts", name: "tidemarkList" }),
  };
  for (const [name, script] of Object.entries(scripts)) writeFileSync(join(target, name), script);

  const exercises = await exercisesOf(root);
  const names = [...new Set(exercises.map(({ lesson }) => lesson))];
  const lessons = new Map(names.map((name) => [name, exercises.filter(({ lesson }) => lesson === name)]));
  for (const [lesson, own] of lessons) {
    mkdirSync(join(target, lesson), { recursive: true });
    writeFileSync(join(target, lesson, "graders.js"), await gradersScript(root, own));
    for (const exercise of own) {
      const place = exercises.indexOf(exercise);
      writeFileSync(join(target, lesson, `${exercise.name}.html`), exercisePage(exercise, own, exercises[place + 1]));
    }
  }
  writeFileSync(join(target, "index.html"), listPage(root, lessons));
}

/** @typedef {ExerciseFiles & { stubText: string }} Exercise */

/**
 * @param {string} root
 * @returns {Promise<readonly Exercise[]>}
 */
async function exercisesOf(root) {
  const kit = join(root, "dist", "grading", "kit");
  /** @type {typeof import("../../src/grading/kit/exercise-files.js")} */
  const { courseExercises } = await import(pathToFileURL(join(kit, "exercise-files.js")).href);
  /** @type {typeof import("../../src/grading/kit/reset.js")} */
  const { stubText } = await import(pathToFileURL(join(kit, "reset.js")).href);
  return courseExercises(root).map((exercise) => ({ ...exercise, stubText: stubText(root, exercise) }));
}

/**
 * @param {string} root
 * @param {readonly Exercise[]} exercises of one lesson
 */
function gradersScript(root, exercises) {
  const lines = exercises.map(({ name, grader }) => `export { default as ${name} } from ${JSON.stringify(grader)};`);
  return bundled(root, {
    entry: "virtual:graders",
    name: "tidemarkGraders",
    globals: shared,
    aliases: { "tidemark/exercises": "src/grading/sandbox/exercises.ts" },
    sources: { "virtual:graders": lines.join("\n") },
  });
}

/**
 * @param {Exercise} exercise
 * @param {readonly Exercise[]} siblings
 * @param {Exercise | undefined} next
 */
function exercisePage({ id, lesson, name, stubText }, siblings, next) {
  const stubs = Object.fromEntries(siblings.map((sibling) => [sibling.name, sibling.stubText]));
  // In a script element "<" would be dangerous; as an escape it is plain JSON still.
  const data = JSON.stringify({ id, stub: stubText, stubs }).replaceAll("<", "\\u003c");
  const after =
    next === undefined ? "" : `<a href="../${next.id}.html">Next: <code>${escapeHtml(next.name)}</code></a>`;
  return htmlPage({
    title: name,
    current: "Exercises",
    up: "../../",
    styles: ["exercises/exercise.css"],
    scripts: ["exercises/kit.js", `exercises/${lesson}/graders.js`, "exercises/exercise.js"],
    body: `<main id="main" class="desk">
      <h1><code>${escapeHtml(name)}</code></h1>
      <p class="lead">An exercise of <a href="../../lessons/${lesson}/index.html">lesson ${lesson.slice(0, 2)}</a>. The
        comment is the contract: replace the line that throws with your code, then let the grader try to break it. Your code
        stays in this browser.</p>
      <div>
        <div id="editor"></div>
        <p class="buttons">
          <button type="button" id="grade">Grade</button>
          <button type="button" id="hint">Hint</button>
          <button type="button" id="reset">Empty exercise</button>
          <button type="button" id="undo" hidden>Undo</button>
          <span id="next" hidden>${after}</span>
        </p>
        <ol id="hints"></ol>
      </div>
      <div>
        <p id="verdict" role="status">Ctrl+Enter grades.</p>
        <div id="failure"></div>
        <pre id="printed" aria-label="Printed by your code" hidden></pre>
        <ul id="properties"></ul>
        <details id="terminal" hidden><summary>The same at a terminal</summary><pre id="report"></pre></details>
      </div>
      <script type="application/json" id="exercise">${data}</script>
    </main>`,
  });
}

/**
 * @param {string} root
 * @param {ReadonlyMap<string, readonly Exercise[]>} lessons
 */
function listPage(root, lessons) {
  const parts = [...lessons].map(([lesson, exercises]) => {
    const readme = join(root, "exercises", lesson, "README.md");
    const source = existsSync(readme) ? (readFileSync(readme, "utf8").split("\n\n")[0] ?? "") : `# ${lesson}`;
    const title = notebookHtml({ cells: [{ cell_type: "markdown", source }] }, () => null).title;
    const items = exercises.map(
      ({ id, name }) => `<li><a href="${id}.html" data-exercise="${id}"><code>${escapeHtml(name)}</code></a></li>`,
    );
    return `<h2 id="${lesson}">${escapeHtml(title)}</h2><ol>${items.join("")}</ol>`;
  });
  return htmlPage({
    title: "Exercises",
    current: "Exercises",
    up: "../",
    styles: ["exercises/exercise.css"],
    scripts: ["exercises/list.js"],
    meta: { "tidemark-kit": versionOf(root) },
    body: `<main id="main" class="list"><h1>Exercises</h1>
      <p>Each is one small function. The grader runs here, in this page: it tries to break what you wrote, and shows the
        smallest stream that does.</p>
      <p id="progress" role="status"></p>
      <form class="work" aria-label="Your work">
        <label for="learner">Your name, for the file</label> <input id="learner" autocomplete="name">
        <button type="button" id="save">Save my work as a file</button>
        <label for="load">Load a saved file</label> <input type="file" id="load" accept="application/json,.json">
        <p id="loaded" role="status"></p>
      </form>
      <p>The file holds your code and nothing else. Keep it, open it in another browser, or hand it in:
        <code>npx tidemark grade</code> reads it.</p>
      ${parts.join("\n")}</main>`,
  });
}

/** @param {string} root */
const versionOf = (root) => String(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
