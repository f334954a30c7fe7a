// npm run api: writes docs/api, the reference of all public names, from the doc comments; --check compares instead.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { install, isInstalled } from "../bootstrap/install.mjs";
import { bootstrap, root, runCommand } from "../bootstrap.mjs";
import { readFlags } from "../read-flags.mjs";
import { frontPage, tidy } from "./tidy.mjs";

/** @type {import("../read-flags.mjs").Usage} */
const usage = {
  command: "npm run api",
  help: `npm run api               writes docs/api from the doc comments
npm run api -- --check    compares: says which pages are not as the doc comments are

Exit codes: 0 written, or equal; 1 not equal, or a doc comment links to nothing; 2 wrong use; 3 cannot install.
`,
  flags: { check: { type: "boolean" } },
};

const here = join(root, "tools", "api");
const pages = join(root, "docs", "api");

await runCommand(async () => {
  const asked = readFlags(usage, process.argv.slice(2));
  if (asked === null) return 0;
  await bootstrap();
  if (!isInstalled(here)) await install(here, "the API reference's tools");
  const made = reference();
  const stale = differences(made);
  if (asked.on.has("check")) {
    for (const name of stale)
      process.stderr.write(`docs/api/${name} is not as the doc comments are. Try: npm run api\n`);
    return stale.length === 0 ? 0 : 1;
  }
  rmSync(pages, { recursive: true, force: true });
  write(made);
  process.stdout.write(`docs/api: ${made.size} pages, ${stale.length} of them new or changed\n`);
  return 0;
});

/**
 * Makes all pages.
 *
 * @returns {ReadonlyMap<string, string>} the text of each page, by its name
 */
function reference() {
  const out = mkdtempSync(join(tmpdir(), "tidemark-api-"));
  try {
    const typedoc = join(here, "node_modules", "typedoc", "bin", "typedoc");
    const args = ["--options", join(here, "typedoc.json"), "--tsconfig", join(here, "tsconfig.json"), "--out", out];
    const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, ...args], { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(`typedoc:\n${stdout}${stderr}`);
    const pages = new Map([...readPages(out)].map(([name, text]) => [name, tidy(text)]));
    return pages.set("README.md", frontPage(pages));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function readPages(folder) {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => name.replaceAll("\\", "/"))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n")]),
  );
}

/**
 * Names of the pages that are missing, too many, or different.
 *
 * @param {ReadonlyMap<string, string>} made
 */
function differences(made) {
  const kept = existsSync(pages) ? readPages(pages) : new Map();
  return [...new Set([...made.keys(), ...kept.keys()])].filter((name) => made.get(name) !== kept.get(name)).sort();
}

/** @param {ReadonlyMap<string, string>} made */
function write(made) {
  for (const [name, text] of made) {
    const file = join(pages, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
