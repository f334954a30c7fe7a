import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { bootstrap } from "../../../tools/bootstrap.mjs";
import { buildSite } from "../../../tools/site/build.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Look {
  readonly width?: number;
  readonly dark?: boolean;
  readonly calm?: boolean;
}

/** A built site and a browser for it, for the tests of one file. */
export interface OpenSite {
  readonly folder: string;
  /** Sizes in bytes after gzip, by the file's path below the folder. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Opens a page from its file, with the network off; `problems` fills with errors and requests. */
  readonly open: (path: string, look?: Look) => Promise<{ page: Page; problems: string[] }>;
  /** Barriers that axe finds in a page, one line each. */
  readonly barriers: (page: Page) => Promise<readonly string[]>;
}

/** Builds the site before the tests of a file, and closes the browser after them. */
export function openSite(): OpenSite {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-site-"));
  const sizes = new Map<string, number>();
  let browser: Browser;

  beforeAll(async () => {
    await bootstrap();
    const files = await buildSite(root, folder, () => {});
    for (const { file, gzip } of files) sizes.set(file.slice(folder.length + 1).replaceAll("\\", "/"), gzip);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open: OpenSite["open"] = async (path, { width = 1400, dark = false, calm = false } = {}) => {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      colorScheme: dark ? "dark" : "light",
      reducedMotion: calm ? "reduce" : "no-preference",
      offline: true,
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) problems.push(`asked for ${request.url()}`);
    });
    const [file, hash] = path.split("#");
    await page.goto(pathToFileURL(join(folder, file!)).href + (hash === undefined ? "" : `#${hash}`));
    return { page, problems };
  };

  const barriers: OpenSite["barriers"] = async (page) => {
    await page.evaluate(axe);
    // Without its preload, which asks for style sheets: a page that was opened from a file may not fetch.
    const found = (await page.evaluate("axe.run({ preload: false })")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
  };

  return { folder, sizes, open, barriers };
}
