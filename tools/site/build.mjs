import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { UsageError } from "../bootstrap/errors.mjs";
import { bundled } from "./bundle.mjs";
import { writeExercises } from "./exercises.mjs";
import { writeLessons } from "./lessons.mjs";
import { pagesBar } from "./pages-bar.mjs";

/** @typedef {{ file: string, bytes: number, gzip: number }} Written */

/** Marks a folder as a site of ours, so that the next one may be written over it. */
const marker = ".tidemark-site";

/**
 * Writes the course's page into a folder. It needs no server: each page is one HTML file with a script and a style sheet
 * beside it, without modules, because browsers refuse modules from a file.
 *
 * @param {string} root the clone, built
 * @param {string} folder made if it does not exist
 * @param {(line: string) => void} say told once for each page
 * @returns {Promise<readonly Written[]>}
 * @throws UsageError where the folder holds something else
 */
export async function buildSite(root, folder, say) {
  refuseForeign(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, marker), "Made by `npx tidemark site`; the next one may overwrite this folder.\n");
  const site = join(root, "site");
  cpSync(join(site, "shared", "base.css"), join(folder, "base.css"));

  say("building the tide");
  writeFileSync(join(folder, "tide.js"), await bundled(root, { entry: "site/tide/page.ts", name: "tidemarkTide" }));
  cpSync(join(site, "tide", "tide.css"), join(folder, "tide.css"));
  const tide = readFileSync(join(site, "tide", "index.html"), "utf8");
  writeFileSync(join(folder, "index.html"), tide.replace("<!-- pages -->", pagesBar("The tide", "")));

  say("building the lessons");
  mkdirSync(join(folder, "lessons"), { recursive: true });
  const lesson = await bundled(root, { entry: "site/lesson/page.ts", name: "tidemarkLesson" });
  writeFileSync(join(folder, "lessons", "lesson.js"), lesson);
  cpSync(join(site, "lesson", "lesson.css"), join(folder, "lessons", "lesson.css"));
  writeLessons(root, folder);

  say("building the exercises");
  await writeExercises(root, folder);
  return written(folder);
}

/** @param {string} folder */
function refuseForeign(folder) {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file. Try: another folder`);
  if (existsSync(join(folder, marker)) || readdirSync(folder).length === 0) return;
  throw new UsageError(`${folder} holds something else. Try: a folder that does not exist yet`);
}

/**
 * @param {string} folder
 * @returns {Written[]}
 */
function written(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== marker)
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file);
      return { file, bytes: text.length, gzip: gzipSync(text, { level: 9 }).length };
    });
}
