// npm start: opens the lessons in JupyterLab.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";
import { startLab } from "./jupyter/lab.mjs";
import { ensurePython } from "./jupyter/python.mjs";

const help = `npm start                   opens the lessons in JupyterLab, in your browser
npm start 04                opens one lesson
npm start -- --no-browser   prints the address only
Ctrl-C ends it, with everything that it started.

Exit codes: 0 ended, 2 wrong use, 3 the machine lacks something (said what).
`;

await runCommand(async () => {
  const { browser, lesson, wrong } = readArguments();
  if (wrong !== null) {
    process.stderr.write(`npm start: ${wrong}\n\n${help}`);
    return 2;
  }
  if (lesson === "help") {
    process.stdout.write(help);
    return 0;
  }
  const open = pageOf(lesson);
  if (open === null) {
    process.stderr.write(`npm start: there is no lesson "${lesson}" in notebooks/\n\n${help}`);
    return 2;
  }
  await bootstrap({ jupyter: true });
  const python = await ensurePython(join(root, "tools", "jupyter"));
  const lab = await startLab({ root, python, open, browser });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, lab.stop);
  if (await lab.ready) process.stdout.write(`\nThe lessons are at ${lab.url}\nCtrl-C ends them.\n`);
  const { code, asked } = await lab.ended;
  if (asked) return 0;
  throw new Error(`JupyterLab ended by itself (exit code ${code})`);
});

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { "no-browser": { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    const lesson = values.help ? "help" : (positionals[0] ?? null);
    return { browser: !values["no-browser"], lesson, wrong: null };
  } catch (error) {
    return { browser: false, lesson: null, wrong: /** @type {Error} */ (error).message };
  }
}

/**
 * The page that is opened first, a path below the clone.
 *
 * @param {string | null} lesson the beginning of a notebook's name, or a path; null for the syllabus
 */
function pageOf(lesson) {
  if (lesson?.endsWith(".ipynb")) return existsSync(join(root, lesson)) ? lesson : null;
  const folder = join(root, "notebooks");
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const notebooks = names.filter((name) => name.endsWith(".ipynb"));
  if (lesson === null && names.includes("README.md")) return "notebooks/README.md";
  const found = notebooks.find((name) => name.startsWith(lesson ?? ""));
  return found ? `notebooks/${found}` : null;
}
