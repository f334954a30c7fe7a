import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { openSite } from "./open-site.js";

const notebooks = readdirSync(new URL("../../../notebooks", import.meta.url))
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => `lessons/${name.replace(".ipynb", "")}/index.html`);
const site = openSite();

describe("the lessons in a browser", () => {
  it.each(["lessons/index.html", ...notebooks])("%s opens, fits a phone, and leads nowhere in vain", async (path) => {
    const { page, problems } = await site.open(path, { width: 390, dark: true });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await site.barriers(page)).toEqual([]);
    const links = await page.$$eval("a[href], img[src], link[href], script[src]", (places) =>
      places.map((place) => place.getAttribute("href") ?? place.getAttribute("src") ?? ""),
    );
    const own = links.filter((link) => !/^(https?|data):/.test(link));
    const missing = own.filter((link) => {
      const [file, anchor] = link.split("#");
      if (file === "" || file === undefined) return anchor === "" || anchor === undefined;
      return !existsSync(join(site.folder, normalize(join(dirname(path), file))));
    });
    expect(missing).toEqual([]);
    for (const link of own.filter((link) => link.startsWith("#"))) {
      expect(await page.locator(`[id="${link.slice(1)}"]`).count(), link).toBe(1);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("finds a word in all lessons, from a file, and goes to its section", async () => {
    const { page, problems } = await site.open("lessons/index.html");
    await page.fill("#search", "partition quiet");
    await page.click("#found a");
    await page.waitForURL(/04-watermarks\/index\.html#/);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
