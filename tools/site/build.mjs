import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { UsageError } from "../bootstrap/errors.mjs";

/**
 * @typedef {object} Page
 * @property {string} from folder below `site/`, with `index.html`, `page.ts` and the page's style sheet
 * @property {string} to folder below the site's own; "" is its first page
 *
 * @typedef {{ file: string, bytes: number, gzip: number }} Written
 */

/** @type {readonly Page[]} */
export const pages = [{ from: "tide", to: "" }];

/** Marks a folder as a site of ours, so that the next one may be written over it. */
const marker = ".tidemark-site";

/**
 * Writes the course's page into a folder. It needs no server: each page is one HTML file with a script and a style sheet
 * beside it, without modules, because browsers refuse modules from a file.
 *
 * @param {string} root the clone
 * @param {string} folder made if it does not exist
 * @param {(line: string) => void} say told once for each page
 * @returns {Promise<readonly Written[]>}
 * @throws UsageError where the folder holds something else
 */
export async function buildSite(root, folder, say) {
  refuseForeign(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, marker), "Made by `npx tidemark site`; the next one may overwrite this folder.\n");
  for (const { from, to } of pages) {
    say(`building ${from}`);
    const source = join(root, "site", from);
    const target = join(folder, to);
    mkdirSync(target, { recursive: true });
    const script = await bundle(root, join(source, "page.ts"), from);
    writeFileSync(join(target, `${from}.js`), script);
    for (const name of readdirSync(source).filter((name) => /\.(html|css|svg|png)$/.test(name))) {
      cpSync(join(source, name), join(target, name));
    }
  }
  return written(folder);
}

/**
 * @param {string} root
 * @param {string} entry
 * @param {string} name
 * @returns {Promise<string>} one classic script that asks for nothing
 */
async function bundle(root, entry, name) {
  const output = await build({
    root,
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry, formats: ["iife"], name: name.replaceAll("-", "_") },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunks = first && "output" in first ? first.output.filter((part) => part.type === "chunk") : [];
  if (chunks.length !== 1 || chunks[0] === undefined) throw new Error(`${entry} does not bundle into one script`);
  return chunks[0].code;
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
