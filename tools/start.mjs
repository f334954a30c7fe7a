// npm start: opens the lessons in JupyterLab.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";
import { startLab } from "./jupyter/lab.mjs";
import { ensurePython } from "./jupyter/python.mjs";
import { readFlags, wrongUse } from "./read-flags.mjs";

/** @type {import("./read-flags.mjs").Usage} */
const usage = {
  command: "npm start",
  help: `npm start                   opens the lessons in JupyterLab, in your browser
npm start 04                opens one lesson
npm start -- --no-browser   prints the address only
Ctrl-C ends it, with everything that it started.

Exit codes: 0 ended, 2 wrong use, 3 the machine lacks something (said what).
`,
  flags: { "no-browser": { type: "boolean" } },
  words: 1,
};

await runCommand(async () => {
  const read = readFlags(usage, process.argv.slice(2));
  if (read === null) return 0;
  const browser = !read.on.has("no-browser");
  const lesson = read.words[0] ?? null;
  const open = pageOf(lesson);
  if (open === null)
    throw wrongUse(usage, `there is no lesson "${lesson}" in notebooks/. There are: ${lessons().join(", ")}`);
  await bootstrap({ jupyter: true });
  const python = await ensurePython(join(root, "tools", "jupyter"));
  const lab = await startLab({ root, python, open, browser });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, lab.stop);
  if (await lab.ready) process.stdout.write(`\nThe lessons are at ${lab.url}\nCtrl-C ends them.\n`);
  const { code, asked } = await lab.ended;
  if (asked) return 0;
  throw new Error(`JupyterLab ended by itself (exit code ${code})`);
});

/**
 * The page that is opened first, a path below the clone.
 *
 * @param {string | null} lesson the beginning of a notebook's name, or a path; null for the syllabus
 */
function pageOf(lesson) {
  if (lesson?.endsWith(".ipynb")) return existsSync(join(root, lesson)) ? lesson : null;
  if (lesson === null && existsSync(join(root, "notebooks", "README.md"))) return "notebooks/README.md";
  const found = notebooks().find((name) => name.startsWith(lesson ?? ""));
  return found ? `notebooks/${found}` : null;
}

function notebooks() {
  const folder = join(root, "notebooks");
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.filter((name) => name.endsWith(".ipynb"));
}

/** Short name of a lesson: the number that its notebook's name begins with. */
function lessons() {
  return notebooks().map((name) => name.split("-", 1)[0] ?? name);
}
